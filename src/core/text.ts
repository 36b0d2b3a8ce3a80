/** Lines from `startLine` to `endLine`, both included, counted from 1. Only LF ends a line, as in a diff. */
export type LineRange = { startLine: number; endLine: number };

/** A stretch of a text: offsets in UTF-16 code units (`end` excluded), lines and columns from 1 (`endColumn` excluded). */
export type Span = LineRange & { start: number; end: number; startColumn: number; endColumn: number };

/** Replace what stands between two UTF-16 offsets (`end` excluded) by `text`. */
export type Edit = { start: number; end: number; text: string };

/** The lines of a text, each with its own ending (`\n` or nothing on the last); joined they are the text again. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The offset at which each line starts; index 0 is line 1. An empty text has one empty line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The span between two offsets of `text`, for callers that know offsets only. */
export function spanOf(text: string, start: number, end: number, starts: readonly number[] = lineStarts(text)): Span {
  const first = lineAt(starts, start);
  const last = lineAt(starts, end);
  return {
    start,
    end,
    startLine: first,
    endLine: last,
    startColumn: start - (starts[first - 1] ?? 0) + 1,
    endColumn: end - (starts[last - 1] ?? 0) + 1,
  };
}

/** The line (from 1) that an offset stands on. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

export function overlaps(a: LineRange, b: LineRange): boolean {
  return a.startLine <= b.endLine && b.startLine <= a.endLine;
}

export function contains(outer: LineRange, inner: LineRange): boolean {
  return outer.startLine <= inner.startLine && inner.endLine <= outer.endLine;
}

/** The text of some lines, endings included; lines past the end are simply not there. */
export function textOfLines(text: string, range: LineRange): string {
  return linesOf(text)
    .slice(range.startLine - 1, range.endLine)
    .join("");
}

/**
 * The text with all edits applied.
 *
 * @throws RangeError when two edits overlap or one lies outside the text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const edit of ordered) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length)
      throw new RangeError("edits overlap or leave the text");
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
