import { diffArrays } from "diff";
import { linesOf, type LineRange } from "./text.ts";

/** Replacement of whole lines of one file at the head. `lines.endLine` = `startLine` - 1 inserts before `startLine`. */
export type PatchHunk = { lines: LineRange; before: string; after: string };

/** A repair of one file: its hunks in order, never overlapping, each minimal. Applies to exactly the text it was made from. */
export type Patch = { path: string; hunks: PatchHunk[] };

/** Edits of the middle of two texts past which their diff is one hunk: time and memory of a diff grow with the square of it. */
const MOST_EDITS = 1000;

/**
 * The smallest whole-line hunks that turn `before` into `after`; none when they are equal.
 *
 * Texts that differ in more than 1,000 lines give one hunk from the first difference to the last.
 */
export function patchBetween(path: string, before: string, after: string): Patch {
  const [old, made] = [linesOf(before), linesOf(after)];
  const shorter = Math.min(old.length, made.length);
  let head = 0;
  while (head < shorter && old[head] === made[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === made.at(-1 - tail)) tail++;
  const [oldMiddle, newMiddle] = [old.slice(head, old.length - tail), made.slice(head, made.length - tail)];

  const hunks: PatchHunk[] = [];
  let line = head + 1;
  let open: PatchHunk | undefined;
  for (const part of partsOf(oldMiddle, newMiddle)) {
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

type Part = { value: string[]; added: boolean; removed: boolean };

function partsOf(before: string[], after: string[]): Part[] {
  if (before.length > 0 && after.length > 0) {
    const parts = diffArrays(before, after, { maxEditLength: MOST_EDITS });
    if (parts) return parts;
  }
  return [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ].filter((part) => part.value.length > 0);
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
