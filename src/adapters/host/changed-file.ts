import type { ChangedFile, Unread } from "../../core/change.ts";
import { languageOf } from "../../core/language.ts";
import { blobText } from "./blob-text.ts";
import { allLines, changedLinesOf, hunksBetween } from "../../core/diff-hunks.ts";

/** A file of a change with both sides' bytes; `base` is absent where there was none, or none that is a regular file. */
export type FileBytes = {
  path: string;
  previousPath?: string | undefined;
  status: ChangedFile["status"];
  head: Uint8Array;
  base?: Uint8Array | undefined;
  /** The head comes from a work tree, whose line endings git may have converted on checkout. */
  checkedOut?: boolean;
};

/** The file with its hunks, or why it can't be read. Without a readable base every line counts as changed. */
export function changedFile(file: FileBytes): ChangedFile | Unread {
  const { path, previousPath, status } = file;
  const head = blobText(file.head);
  if ("reason" in head) return { path, reason: head.reason };
  const read = file.base && blobText(file.base);
  const base = read && "text" in read ? read.text : undefined;
  const hunks = hunksBetween(file.checkedOut ? withEndingsOf(head.text, base ?? "") : (base ?? ""), head.text);
  return {
    path,
    ...(previousPath !== undefined && { previousPath }),
    status,
    language: languageOf(path),
    head: head.text,
    ...(base !== undefined && { base }),
    hunks,
    changedLines: base === undefined ? allLines(head.text) : changedLinesOf(hunks),
    provenance: [{ author: "unknown" }],
  };
}

export function isUnread(file: ChangedFile | Unread): file is Unread {
  return "reason" in file;
}

/** A base in LF beside a head wholly in CRLF: compared as a checkout on Windows would write it. Lines keep their numbers. */
function withEndingsOf(head: string, base: string): string {
  if (base.includes("\r") || !head.includes("\r\n") || /(^|[^\r])\n/.test(head)) return base;
  return base.replaceAll("\n", "\r\n");
}
