import { diffArrays } from "diff";
import type { Hunk } from "./change.ts";
import { linesOf, type LineRange } from "./text.ts";
import { lineAnchors } from "./line-anchors.ts";

/** Most differing lines that are told apart at once: the cost grows with their square. */
const MAX_EDITS = 300;
/** The same for a piece between two anchors; past it the whole piece is one hunk. */
const MAX_PIECE_EDITS = 60;

/** Lines that differ: how many there are on each side, after how many of the whole text. */
type Difference = { base: number; removed: number; head: number; added: number };

/**
 * The hunks between two texts, without context lines. Exact on what differs: outside the hunks both texts are the same,
 * byte for byte; only LF ends a line. Very different texts give fewer, larger hunks, never missing ones.
 */
export function hunksBetween(base: string, head: string): Hunk[] {
  const differences: Difference[] = [];
  collect(linesOf(base), linesOf(head), { base: 0, head: 0, edits: MAX_EDITS }, differences);
  return joined(differences).map(({ base: baseLine, removed, head: headLine, added }) => ({
    base: range(baseLine, removed),
    head: range(headLine, added),
  }));
}

/** The lines at the head that hunks added or rewrote. */
export function changedLinesOf(hunks: readonly Hunk[]): LineRange[] {
  return hunks.map((hunk) => hunk.head).filter((lines) => lines.endLine >= lines.startLine);
}

/** Every line of a text. */
export function allLines(text: string): LineRange[] {
  const count = linesOf(text).length;
  return count > 0 ? [{ startLine: 1, endLine: count }] : [];
}

/** First what both begin and end with goes, then a plain diff is tried; too large, it is cut at anchors. */
function collect(
  before: string[],
  after: string[],
  at: { base: number; head: number; edits: number },
  found: Difference[],
): void {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail))
    tail++;
  const left = before.slice(start, before.length - tail);
  const right = after.slice(start, after.length - tail);
  let [base, head] = [at.base + start, at.head + start];
  if (left.length === 0 && right.length === 0) return;

  const parts = left.length > 0 && right.length > 0 ? diffArrays(left, right, { maxEditLength: at.edits }) : undefined;
  for (const part of parts ?? []) {
    const count = part.value.length;
    if (part.removed) found.push({ base, removed: count, head, added: 0 });
    if (part.added) found.push({ base, removed: 0, head, added: count });
    if (!part.added) base += count;
    if (!part.removed) head += count;
  }
  if (parts) return;

  const anchors = at.edits === MAX_EDITS ? lineAnchors(left, right) : [];
  if (anchors.length === 0) {
    found.push({ base, removed: left.length, head, added: right.length });
    return;
  }
  let [leftAt, rightAt] = [0, 0];
  for (const anchor of [...anchors, { before: left.length, after: right.length }]) {
    const place = { base: base + leftAt, head: head + rightAt, edits: MAX_PIECE_EDITS };
    collect(left.slice(leftAt, anchor.before), right.slice(rightAt, anchor.after), place, found);
    [leftAt, rightAt] = [anchor.before + 1, anchor.after + 1];
  }
}

/** Differences that touch are one hunk. */
function joined(differences: readonly Difference[]): Difference[] {
  const hunks: Difference[] = [];
  for (const next of differences) {
    const last = hunks.at(-1);
    if (last && last.base + last.removed === next.base && last.head + last.added === next.head) {
      last.removed += next.removed;
      last.added += next.added;
    } else hunks.push({ ...next });
  }
  return hunks;
}

/** Lines after the first `before` ones; an empty range ends one line before it starts. */
function range(before: number, count: number): LineRange {
  return { startLine: before + 1, endLine: before + count };
}
