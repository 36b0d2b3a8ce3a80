import type { MarkedFinding } from "../mark.ts";
import type { PatchHunk } from "../patch.ts";
import { linesOf } from "../text.ts";

/**
 * The hunks of a fix, moved to where their lines stand in `text` now: each must stand there exactly once as it was, or still in its place.
 * Undefined when the code is another by now.
 */
export function moveHunks(hunks: readonly PatchHunk[], text: string): PatchHunk[] | undefined {
  const lines = linesOf(text);
  const moved: PatchHunk[] = [];
  let shift = 0;
  for (const hunk of hunks) {
    const before = linesOf(hunk.before);
    const stands = (at: number) => before.every((line, index) => lines[at - 1 + index] === line);
    let at: number | undefined = hunk.lines.startLine + shift;
    if (before.length > 0 && !stands(at)) {
      const places = lines.flatMap((_, index) => (stands(index + 1) ? [index + 1] : []));
      at = places.length === 1 ? places[0] : undefined;
    }
    if (at === undefined || at < 1 || at > lines.length + 1) return undefined;
    shift = at - hunk.lines.startLine;
    moved.push({ ...hunk, lines: { startLine: at, endLine: at + before.length - 1 } });
  }
  const inOrder = moved.every(
    (hunk, index) => index === 0 || (moved[index - 1]?.lines.endLine ?? 0) < hunk.lines.startLine,
  );
  return inOrder ? moved : undefined;
}

/** Was the fix taken over as it was offered? Every piece that it brings stands in the text, and nothing of what it replaced does. */
export function isAdopted(fix: NonNullable<MarkedFinding["fix"]>, text: string): boolean {
  const brought = (fix.hunks ?? []).filter(({ after }) => after.trim() !== "");
  return (
    brought.length > 0 &&
    brought.every(({ after }) => holdsLines(text, after)) &&
    (fix.hunks ?? []).every(({ before }) => before.trim() === "" || !holdsLines(text, before))
  );
}

/** Whole lines: an import that grew still begins as it did. */
function holdsLines(text: string, piece: string): boolean {
  return `\n${text}\n`.includes(`\n${piece.replace(/\n$/, "")}\n`);
}
