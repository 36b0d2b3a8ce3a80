import type { LineRange } from "../../core/text.ts";

export type PatchRanges = { head: LineRange[]; base: LineRange[] };

/** A hunk's header; a count that is left out is 1. What stands behind the second `@@` is a line of the file. */
const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/**
 * The lines of both sides that the hunks of GitHub's patch show, context included. A line of code in a patch begins with a blank,
 * `+`, `-` or `\`, so none can be taken for a header.
 */
export function patchRanges(patch: string): PatchRanges {
  const ranges: PatchRanges = { head: [], base: [] };
  for (const line of patch.split("\n")) {
    const found = HUNK.exec(line);
    if (!found) continue;
    const [, baseLine, baseCount, headLine, headCount] = found;
    add(ranges.base, Number(baseLine), Number(baseCount ?? 1));
    add(ranges.head, Number(headLine), Number(headCount ?? 1));
  }
  return ranges;
}

/** A side of no lines, as of a new file, has none to stand at. */
function add(ranges: LineRange[], startLine: number, count: number): void {
  if (count > 0) ranges.push({ startLine, endLine: startLine + count - 1 });
}
