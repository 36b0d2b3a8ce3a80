import { overlaps, type LineRange } from "./text.ts";

/**
 * Stretches of `within` around the marked lines: `around` lines before and after each, joined where they meet, none longer than `most`.
 * Every marked line stands in exactly one of them. Blank lines at their ends are left off unless they are marked.
 */
export function windowsOf(
  within: LineRange,
  marks: readonly LineRange[],
  around: number,
  most: number,
  isBlank: (line: number) => boolean,
): LineRange[] {
  const wanted = marks
    .filter((mark) => overlaps(mark, within))
    .map((mark) => clipped({ startLine: mark.startLine - around, endLine: mark.endLine + around }, within))
    .sort((a, b) => a.startLine - b.startLine);
  return joined(wanted).flatMap((range) => {
    const marked = marks.filter((mark) => overlaps(mark, range)).map((mark) => clipped(mark, range));
    return split(range, most).flatMap((part) => {
      const own = marked.filter((mark) => overlaps(mark, part)).map((mark) => clipped(mark, part));
      return own.length > 0 ? [trimmed(part, own, isBlank)] : [];
    });
  });
}

export function clipped(range: LineRange, within: LineRange): LineRange {
  return {
    startLine: Math.max(range.startLine, within.startLine),
    endLine: Math.min(range.endLine, within.endLine),
  };
}

/** Ranges that meet or overlap become one; `ranges` are sorted by their start. */
export function joined(ranges: readonly LineRange[]): LineRange[] {
  const result: LineRange[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last && range.startLine <= last.endLine + 1) last.endLine = Math.max(last.endLine, range.endLine);
    else result.push({ ...range });
  }
  return result;
}

function split(range: LineRange, most: number): LineRange[] {
  const parts: LineRange[] = [];
  for (let startLine = range.startLine; startLine <= range.endLine; startLine += most) {
    parts.push({ startLine, endLine: Math.min(startLine + most - 1, range.endLine) });
  }
  return parts;
}

function trimmed(range: LineRange, marks: readonly LineRange[], isBlank: (line: number) => boolean): LineRange {
  const first = Math.min(...marks.map((mark) => mark.startLine));
  const last = Math.max(...marks.map((mark) => mark.endLine));
  let { startLine, endLine } = range;
  while (startLine < first && isBlank(startLine)) startLine++;
  while (endLine > last && isBlank(endLine)) endLine--;
  return { startLine, endLine };
}
