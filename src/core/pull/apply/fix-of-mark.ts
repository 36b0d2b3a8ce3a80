import type { MarkedFinding } from "../../mark.ts";

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
