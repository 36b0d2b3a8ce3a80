import { diffArrays } from "diff";
import type { Hunk } from "../../core/change.ts";
import { linesOf, type LineRange } from "../../core/text.ts";

/** Most differing lines that are told apart between two anchors; past it the whole stretch counts as one hunk. */
const MAX_EDITS = 1500;

/**
 * The hunks between two texts, without context lines. Exact on what differs: outside the hunks both texts are the same,
 * byte for byte; only LF ends a line. Very different texts give fewer, larger hunks, never missing ones.
 */
export function hunksBetween(base: string, head: string): Hunk[] {
  const before = linesOf(base);
  const after = linesOf(head);
  const hunks: Hunk[] = [];
  collect(before, after, 0, 0, hunks);
  return hunks;
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

function collect(before: string[], after: string[], baseLine: number, headLine: number, hunks: Hunk[]): void {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail))
    tail++;

  const left = before.slice(start, before.length - tail);
  const right = after.slice(start, after.length - tail);
  if (left.length === 0 && right.length === 0) return;
  let [base, head] = [baseLine + start, headLine + start];
  const parts = left.length > 0 && right.length > 0 ? diffArrays(left, right, { maxEditLength: MAX_EDITS }) : undefined;
  if (!parts) {
    hunks.push({ base: range(base, left.length), head: range(head, right.length) });
    return;
  }

  let open: { removed: number; added: number } | undefined;
  const close = () => {
    if (open)
      hunks.push({ base: range(base - open.removed, open.removed), head: range(head - open.added, open.added) });
    open = undefined;
  };
  for (const part of parts) {
    const count = part.value.length;
    if (part.added || part.removed) {
      open ??= { removed: 0, added: 0 };
      open[part.added ? "added" : "removed"] += count;
    } else close();
    if (!part.added) base += count;
    if (!part.removed) head += count;
  }
  close();
}

/** Lines after the first `before` ones; an empty range ends one line before it starts. */
function range(before: number, count: number): LineRange {
  return { startLine: before + 1, endLine: before + count };
}
