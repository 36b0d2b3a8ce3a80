import { applyPatch } from "../patch.ts";
import { textOfLines } from "../text.ts";
import { failed, passed, type Look, type Verdict } from "./check-types.ts";

/** The patch, applied to the exact text at the head, gives the version byte for byte; and it is not empty. */
export function applies({ input, patch }: Look): Verdict {
  const { unit, file, version } = input;
  if (version.text === file.head) return failed("the version is the same as the code before");
  if (textOfLines(file.head, unit.lines) !== unit.code)
    return failed("the unit is not the text that stands at the head");
  if (version.lines.startLine < 1 || version.lines.endLine < version.lines.startLine)
    return failed("nothing of the unit is left");
  try {
    if (applyPatch(file.head, patch) !== version.text)
      return failed("the patch does not give the version byte for byte");
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failed(error.message);
  }
  return passed(
    `${patch.hunks.length === 1 ? "one hunk" : `${patch.hunks.length} hunks`} on the exact bytes of the head`,
  );
}
