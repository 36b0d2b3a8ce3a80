import type { Analysis } from "../../analysis.ts";
import { languageOf } from "../../language.ts";
import type { Account } from "../../pull-request.ts";
import type { Redactor } from "../../redaction.ts";
import type { Words } from "../../words.ts";
import type { FileFixes } from "./fixes-of-file.ts";

/**
 * What no App can push, as text for `git am`. Undefined where there is nothing, or it would not fit, or would show a secret of its files:
 * lines around a fix are shown that nobody looked at before.
 */
export async function forkPatch(
  files: readonly FileFixes[],
  message: { headline: string; body: string },
  from: Account | undefined,
  { words, redactor, analysis }: { words: Words; redactor: Redactor; analysis: Analysis },
): Promise<string | undefined> {
  if (files.length === 0 || !from) return undefined;
  for (const { path, before } of files) {
    const source = { path, language: languageOf(path), text: before };
    const { secrets = [] } = await analysis.read(source, { secrets: true });
    redactor.hide(before, secrets, path);
  }
  return words.mailPatch({ ...message, from, files });
}
