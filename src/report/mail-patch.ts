import { createTwoFilesPatch } from "diff";
import type { MailPatch } from "../core/apply-reply.ts";
import { visible } from "./escape.ts";
import { noreply } from "./noreply.ts";

/** A comment has room for little more beside it. */
const MOST_CHARACTERS = 20_000;

/**
 * A commit as `git am` takes it, for somebody who may push where we can't. Undefined where it would be too long for a comment, or would not
 * survive one: other line ends than LF, hidden characters, names that git would quote. `isOpen` says whether a line may be shown.
 */
export function mailPatch(
  { headline, body, from, files }: MailPatch,
  isOpen: (line: string, path: string) => boolean,
): string | undefined {
  const diffs: string[] = [];
  for (const { path, before, text } of files) {
    if (!/^[\w./@+-]+(?: [\w./@+-]+)*$/.test(path)) return undefined;
    const diff = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, text, undefined, undefined, { context: 3 });
    // The first line is a ruler of the library's own, which git does not know.
    const lines = diff.split("\n").slice(1);
    if (lines.some((line) => line.includes("\r") || visible(line) !== line || !isOpen(line, path))) return undefined;
    diffs.push([`diff --git a/${path} b/${path}`, ...lines].join("\n").trimEnd());
  }
  const patch = [
    "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001",
    `From: ${from.login.replace(/[^\w[\]-]/g, "")} <${noreply(from)}>`,
    `Subject: [PATCH] ${headline}`,
    "",
    body,
    "---",
    "",
    ...diffs,
    "-- ",
    "ReflexGen",
    "",
  ].join("\n");
  return patch.length <= MOST_CHARACTERS ? patch : undefined;
}
