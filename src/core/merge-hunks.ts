import { diffArrays } from "diff";
import { applyPatch, type PatchHunk } from "./patch.ts";
import { applyEdits, textOfLines, type Edit, type LineRange } from "./text.ts";

/** Longer stretches of shared lines are no matter of a few words: such patches don't go together. */
const MOST_SHARED_CHARACTERS = 10_000;
/** Words that differ in them; the cost of telling them apart grows with the square. */
const MOST_WORD_EDITS = 200;

/** Both patches of one text as one. `sharedLines`: both edit the same lines, at different words. */
export type MergedHunks = { hunks: PatchHunk[]; sharedLines: boolean };

/**
 * The hunks of two patches of `head` in order; equal ones once, insertions at one place behind each other. Where both edit the same lines
 * they are merged if their edits stand apart within them; undefined where they do not.
 */
export function mergeHunks(
  head: string,
  accepted: readonly PatchHunk[],
  added: readonly PatchHunk[],
): MergedHunks | undefined {
  let hunks = [...accepted];
  let sharedLines = false;
  for (const hunk of added) {
    if (accepted.some((other) => isSame(other, hunk))) continue;
    const met = hunks.filter((other) => touches(other, hunk));
    const [first] = met;
    let merged = hunk;
    if (first && met.length === 1 && isInsertion(first) && isInsertion(hunk))
      merged = { ...first, after: first.after + hunk.after };
    else if (first) {
      const words = mergeWords(head, met, hunk);
      if (!words) return undefined;
      merged = words;
      sharedLines = true;
    }
    hunks = [...hunks.filter((other) => !met.includes(other)), merged];
  }
  hunks.sort((a, b) => a.lines.startLine - b.lines.startLine || a.lines.endLine - b.lines.endLine);
  return { hunks, sharedLines };
}

/** One hunk for all of these lines, with the edits of both sides. */
function mergeWords(head: string, met: readonly PatchHunk[], hunk: PatchHunk): PatchHunk | undefined {
  const all = [...met, hunk].map(({ lines }) => lines);
  const lines: LineRange = {
    startLine: Math.min(...all.map(({ startLine }) => startLine)),
    endLine: Math.max(...all.map(({ endLine }) => endLine)),
  };
  const before = textOfLines(head, lines);
  if (before.length > MOST_SHARED_CHARACTERS) return undefined;
  const [ours, theirs] = [
    wordEdits(before, within(before, lines, met)),
    wordEdits(before, within(before, lines, [hunk])),
  ];
  if (!ours || !theirs) return undefined;
  const news = theirs.filter((edit) => !ours.some((other) => isSameEdit(edit, other)));
  // Edits that touch may both be about the one thing between them: only a person can say which comes first.
  if (news.some((edit) => ours.some((other) => edit.start <= other.end && other.start <= edit.end))) return undefined;
  return { lines, before, after: applyEdits(before, [...ours, ...news]) };
}

/** The text of `lines` after these hunks. */
function within(before: string, { startLine }: LineRange, hunks: readonly PatchHunk[]): string {
  const moved = hunks.map((hunk) => ({
    ...hunk,
    lines: { startLine: hunk.lines.startLine - startLine + 1, endLine: hunk.lines.endLine - startLine + 1 },
  }));
  return applyPatch(before, { path: "", hunks: moved });
}

/** What makes the one text of the other, in words, white space and signs; undefined when it is too much. */
function wordEdits(before: string, after: string): Edit[] | undefined {
  if (after.length > 2 * MOST_SHARED_CHARACTERS) return undefined;
  const parts = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: MOST_WORD_EDITS });
  const edits: Edit[] = [];
  let at = 0;
  let open: Edit | undefined;
  for (const { value, added, removed } of parts ?? []) {
    const text = value.join("");
    if (!added && !removed) {
      at += text.length;
      open = undefined;
      continue;
    }
    if (!open) edits.push((open = { start: at, end: at, text: "" }));
    if (added) open.text += text;
    else open.end = at += text.length;
  }
  return parts && edits;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_$]+|\s|[^]/gu) ?? [];
}

function isSame(a: PatchHunk, b: PatchHunk): boolean {
  return a.lines.startLine === b.lines.startLine && a.lines.endLine === b.lines.endLine && a.after === b.after;
}

function isSameEdit(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

function isInsertion({ lines }: PatchHunk): boolean {
  return lines.endLine < lines.startLine;
}

function touches(a: PatchHunk, b: PatchHunk): boolean {
  if (isInsertion(a) && isInsertion(b)) return a.lines.startLine === b.lines.startLine;
  if (isInsertion(a)) return b.lines.startLine < a.lines.startLine && a.lines.startLine <= b.lines.endLine;
  if (isInsertion(b)) return touches(b, a);
  return a.lines.startLine <= b.lines.endLine && b.lines.startLine <= a.lines.endLine;
}
