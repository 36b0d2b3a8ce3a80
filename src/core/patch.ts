import { diffArrays } from "diff";
import { linesOf, type LineRange } from "./text.ts";

/** Replacement of whole lines of one file at the head. `lines.endLine` = `startLine` - 1 inserts before `startLine`. */
export type PatchHunk = { lines: LineRange; before: string; after: string };

/** A repair of one file: its hunks in order, never overlapping, each minimal. Applies to exactly the text it was made from. */
export type Patch = { path: string; hunks: PatchHunk[] };

/** The smallest whole-line hunks that turn `before` into `after`; none when they are equal. */
export function patchBetween(path: string, before: string, after: string): Patch {
  const hunks: PatchHunk[] = [];
  let line = 1;
  let open: PatchHunk | undefined;
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    if (!part.added && !part.removed) {
      line += part.value.length;
      open = undefined;
      continue;
    }
    if (!open) hunks.push((open = { lines: { startLine: line, endLine: line - 1 }, before: "", after: "" }));
    if (part.added) open.after += part.value.join("");
    else {
      open.before += part.value.join("");
      line += part.value.length;
      open.lines.endLine = line - 1;
    }
  }
  return { path, hunks };
}

/**
 * The text with the patch applied.
 *
 * @throws RangeError when the text is not the one that the patch was made from.
 */
export function applyPatch(text: string, patch: Patch): string {
  const lines = linesOf(text);
  for (const hunk of patch.hunks.toReversed()) {
    const { startLine, endLine } = hunk.lines;
    if (lines.slice(startLine - 1, endLine).join("") !== hunk.before)
      throw new RangeError(`the text at line ${startLine} is not the one the patch was made from`);
    lines.splice(startLine - 1, endLine - startLine + 1, ...linesOf(hunk.after));
  }
  return lines.join("");
}
