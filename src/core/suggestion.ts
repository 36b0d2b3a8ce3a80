import { applyPatch, type Patch, type PatchHunk } from "./patch.ts";
import { contains, linesOf, textOfLines, type LineRange } from "./text.ts";

/** Whole lines of the head and the text that takes their place, line ends included. */
export type Suggestion = { lines: LineRange; replacement: string };

/** People press a button for what they can take in at once. */
export const MOST_SUGGESTED_LINES = 40;
const MOST_CHARACTERS = 20_000;
const MOST_PLACES = 4;

/**
 * Characters that would hide in a comment or not arrive as they are: controls, bidirectional marks, zero-width and tag characters, lone
 * surrogates. Tab, vertical tab, form feed, NEL, U+2028 and U+2029 move nothing and stay; CR and the byte order mark are looked at apart.
 */
const HIDDEN = /[[\p{C}\p{Default_Ignorable_Code_Point}]--[\t\n\v\f\x85]]/v;

/**
 * The patch as one suggestion, or why it can't be one. All of its hunks must lie in one hunk of the host's diff; they are joined with the
 * unchanged lines between them, and a mere insertion takes a neighbouring line in.
 */
export function suggestionOf(
  head: string,
  patch: Patch,
  ranges: readonly LineRange[],
): Suggestion | { reason: string } {
  const [first, last] = [patch.hunks[0], patch.hunks.at(-1)];
  const repaired = textWith(head, patch);
  if (repaired === undefined) return { reason: "the file is not the one that was checked any more" };
  if (!first || !last || repaired === head) return { reason: "it changes nothing" };
  const covered = { startLine: first.lines.startLine, endLine: last.lines.endLine };
  const lines = [covered, ...neighbours(covered)].find(
    (one) => one.endLine >= one.startLine && ranges.some((range) => contains(range, one)),
  );
  if (!lines) return { reason: `its lines (${placesOf(patch)}) do not all stand in one part of the diff` };
  if (lines.endLine - lines.startLine >= MOST_SUGGESTED_LINES)
    return { reason: `it spans more than ${MOST_SUGGESTED_LINES} lines` };

  const replacement = replaced(textOfLines(head, lines), lines, patch);
  if (linesOf(replacement).length > MOST_SUGGESTED_LINES || replacement.length > MOST_CHARACTERS)
    return { reason: `it brings more than ${MOST_SUGGESTED_LINES} lines` };
  const strange = strangeness(head, { lines, replacement });
  return strange ? { reason: strange } : { lines, replacement };
}

/**
 * The text after someone pressed the button. GitHub writes the suggestion's lines with the line ends of the file, and the file's last
 * line keeps its lack of one; a suggestion without any line deletes. What stands outside `lines` is not touched.
 */
export function applySuggestion(head: string, { lines, replacement }: Suggestion): string {
  const all = head.split("\n");
  const carriageReturn = head.includes("\r\n") ? "\r" : "";
  const isAtEnd = lines.endLine >= all.length;
  const made = suggestedLines(replacement);
  const written = made.map((line, index) => (isAtEnd && index === made.length - 1 ? line : line + carriageReturn));
  return all.toSpliced(lines.startLine - 1, lines.endLine - lines.startLine + 1, ...written).join("\n");
}

/** The lines inside the suggestion's fence: without their ends, because a comment has its own. */
export function suggestedLines(replacement: string): string[] {
  return linesOf(replacement).map((line) => line.replace(/\r?\n$/, ""));
}

/** "3 and 40–42": where people find what it changes, such as an import far above. */
function placesOf({ hunks }: Patch): string {
  const places = hunks.map(({ lines: { startLine, endLine } }) =>
    endLine > startLine ? `${startLine}–${endLine}` : String(startLine),
  );
  const [last = ""] = places.slice(-1);
  if (places.length > MOST_PLACES) return `${places[0]} to ${last}`;
  return places.length > 1 ? `${places.slice(0, -1).join(", ")} and ${last}` : last;
}

/** For an insertion, the line behind it, else the one before. */
function neighbours({ startLine, endLine }: LineRange): LineRange[] {
  if (endLine >= startLine) return [];
  return [
    { startLine, endLine: startLine },
    { startLine: endLine, endLine },
  ];
}

function textWith(head: string, patch: Patch): string | undefined {
  try {
    return applyPatch(head, patch);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The text of `lines` with the patch applied within them. */
function replaced(text: string, { startLine }: LineRange, { path, hunks }: Patch): string {
  const moved = hunks.map((hunk): PatchHunk => ({
    ...hunk,
    lines: { startLine: hunk.lines.startLine - startLine + 1, endLine: hunk.lines.endLine - startLine + 1 },
  }));
  return applyPatch(text, { path, hunks: moved });
}

/** Why these bytes would not survive a comment, or not be what GitHub writes; undefined when they are. */
function strangeness(head: string, { lines, replacement }: Suggestion): string | undefined {
  const text = lines.startLine === 1 ? replacement.replace(/^\uFEFF/, "") : replacement;
  if (lines.startLine === 1 && head.startsWith("\uFEFF") && !replacement.startsWith("\uFEFF"))
    return "it takes the file's byte order mark away";
  if (HIDDEN.test(text.replaceAll("\r\n", "\n"))) return "its lines hold hidden characters";
  const ends = new Set(`${head}${replacement}`.match(/\r?\n/g) ?? []);
  return ends.size > 1 ? "the file mixes line ends" : undefined;
}
