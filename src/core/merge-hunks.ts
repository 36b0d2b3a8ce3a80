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
  const hunks: PatchHunk[] = [];
  let sharedLines = false;
  for (const { ours, theirs } of meetings(accepted, added)) {
    const news = theirs.filter((hunk) => !ours.some((other) => isSame(other, hunk)));
    const [first] = ours;
    if (news.length === 0) hunks.push(...ours);
    else if (!first) hunks.push(...theirs);
    else if ([...ours, ...news].every(isInsertion))
      hunks.push({ ...first, after: [...ours, ...news].map(({ after }) => after).join("") });
    else {
      const words = mergeWords(head, ours, theirs);
      if (!words) return undefined;
      hunks.push(words);
      sharedLines = true;
    }
  }
  return { hunks: inOrder(hunks), sharedLines };
}

type Meeting = { ours: PatchHunk[]; theirs: PatchHunk[] };

/** Hunks of both sides that touch each other, directly or by way of others, are one meeting. */
function meetings(ours: readonly PatchHunk[], theirs: readonly PatchHunk[]): Meeting[] {
  const found: Meeting[] = ours.map((hunk) => ({ ours: [hunk], theirs: [] }));
  for (const hunk of theirs) {
    const met = found.filter((one) => [...one.ours, ...one.theirs].some((other) => touches(other, hunk)));
    const joined: Meeting = {
      ours: met.flatMap((one) => one.ours),
      theirs: [...met.flatMap((one) => one.theirs), hunk],
    };
    found.splice(0, found.length, ...found.filter((one) => !met.includes(one)), joined);
  }
  return found;
}

/** One hunk for all of these lines, with the edits of both sides. */
function mergeWords(head: string, accepted: readonly PatchHunk[], added: readonly PatchHunk[]): PatchHunk | undefined {
  const all = [...accepted, ...added].map(({ lines }) => lines);
  const lines: LineRange = {
    startLine: Math.min(...all.map(({ startLine }) => startLine)),
    endLine: Math.max(...all.map(({ endLine }) => endLine)),
  };
  const before = textOfLines(head, lines);
  if (before.length > MOST_SHARED_CHARACTERS) return undefined;
  const ours = wordEdits(before, within(before, lines, accepted));
  const theirs = wordEdits(before, within(before, lines, added));
  if (!ours || !theirs) return undefined;
  const news = theirs.filter((edit) => !ours.some((other) => isSameEdit(edit, other)));
  // Edits that touch may both be about the one thing between them: only a person can say which comes first.
  if (news.some((edit) => ours.some((other) => edit.start <= other.end && other.start <= edit.end))) return undefined;
  return { lines, before, after: applyEdits(before, [...ours, ...news]) };
}

/** The text of `lines` after these hunks. */
function within(before: string, { startLine }: LineRange, hunks: readonly PatchHunk[]): string {
  const moved = inOrder(hunks).map((hunk) => ({
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

function inOrder(hunks: readonly PatchHunk[]): PatchHunk[] {
  return hunks.toSorted((a, b) => a.lines.startLine - b.lines.startLine || a.lines.endLine - b.lines.endLine);
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
