import { patchBetween, type PatchHunk } from "../../patch.ts";
import { linesOf } from "../../text.ts";

/**
 * The hunks of a fix that was made for the text `then`, where their lines stand in `now`: what lies around them may have changed, they and
 * the lines that an insertion stands between may not. Undefined when the code is another by now.
 */
export function moveHunks(hunks: readonly PatchHunk[], then: string, now: string): PatchHunk[] | undefined {
  const lines = linesOf(then);
  const changes = patchBetween("", then, now).hunks;
  const moved: PatchHunk[] = [];
  for (const hunk of hunks) {
    const { startLine, endLine } = hunk.lines;
    if (lines.slice(startLine - 1, endLine).join("") !== hunk.before || startLine > lines.length + 1) return undefined;
    // An insertion has no lines of its own: it belongs between its neighbours.
    const isInsertion = endLine < startLine;
    const [first, last] = isInsertion ? [startLine - 1, startLine] : [startLine, endLine];
    let shift = 0;
    for (const { lines: changed, before, after } of changes) {
      const touches =
        changed.endLine < changed.startLine
          ? first < changed.startLine && changed.startLine <= last
          : changed.startLine <= last && first <= changed.endLine;
      if (touches) return undefined;
      if (changed.startLine <= first) shift += linesOf(after).length - linesOf(before).length;
    }
    moved.push({ ...hunk, lines: { startLine: startLine + shift, endLine: endLine + shift } });
  }
  return moved;
}
