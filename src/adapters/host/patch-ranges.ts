import type { LineRange } from "../../core/text.ts";

/** `head` and `base` are whole hunks, context included; `deleted` are the runs of base lines that a hunk shows as taken away. */
export type PatchRanges = { head: LineRange[]; base: LineRange[]; deleted: LineRange[] };

/** A hunk's header; a count that is left out is 1. What stands behind the second `@@` is a line of the file. */
const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;

/**
 * The lines of both sides that the hunks of GitHub's patch show. A line of code in a patch begins with a blank, `+`, `-` or `\`, so none
 * can be taken for a header; only LF parts lines.
 */
export function patchRanges(patch: string): PatchRanges {
  const ranges: PatchRanges = { head: [], base: [], deleted: [] };
  let baseLine = 0;
  let open: LineRange | undefined;
  for (const line of patch.split("\n")) {
    const sign = line[0];
    if (sign === "-") {
      if (open) open.endLine = baseLine;
      else ranges.deleted.push((open = { startLine: baseLine, endLine: baseLine }));
    } else open = undefined;
    if (sign === "-" || sign === " ") baseLine += 1;
    const found = sign === "@" ? HUNK.exec(line) : null;
    if (!found) continue;
    const [, firstBase, baseCount, firstHead, headCount] = found;
    baseLine = Number(firstBase);
    add(ranges.base, baseLine, Number(baseCount ?? 1));
    add(ranges.head, Number(firstHead), Number(headCount ?? 1));
  }
  return ranges;
}

/** A side of no lines, as of a new file, has none to stand at. */
function add(ranges: LineRange[], startLine: number, count: number): void {
  if (count > 0) ranges.push({ startLine, endLine: startLine + count - 1 });
}
