import type { Found } from "../finder.ts";
import type { HiddenTextDocument } from "./hidden-text.ts";

const OPENS_EMBEDDING = /[\u202a\u202b\u202d\u202e]/;
const OPENS_ISOLATE = /[\u2066-\u2068]/;
const OVERRIDE = /[\u202d\u202e]/;
const RIGHT_TO_LEFT_LETTER = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** What ends a string or a comment, or begins one: text that is shown elsewhere than it stands must not hold it. */
const DELIMITER = /["'`]|\/\*|\*\/|\/\/|--|#/;

/**
 * Marks that turn the direction of what is shown, where they can make code look like something else: overrides, what is not
 * closed on its line, and what is closed around quotes or the marks of comments. What only sets apart a name, or a stretch of
 * Arabic or Hebrew, is silent. One place a line.
 */
export function bidiControls({ text }: HiddenTextDocument): Found[] {
  const found: Found[] = [];
  const marks = /[\u202a-\u202e\u2066-\u2069]/g;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const lineStart = text.lastIndexOf("\n", mark.index) + 1;
    const newline = text.indexOf("\n", mark.index);
    const lineEnd = newline < 0 ? text.length : newline;
    marks.lastIndex = lineEnd;
    const deceiving = deceivingMark(text.slice(lineStart, lineEnd));
    if (deceiving === undefined) continue;
    const last = lineStart + lastMark(text.slice(lineStart, lineEnd));
    found.push({ start: mark.index, end: last + 1, sink: nameOf(deceiving) });
  }
  return found;
}

function lastMark(line: string): number {
  return line.search(/[\u202a-\u202e\u2066-\u2069][^\u202a-\u202e\u2066-\u2069]*$/);
}

/** The first mark of a line that deceives; undefined when all are as they should be. */
function deceivingMark(line: string): string | undefined {
  const open: { mark: string; at: number }[] = [];
  for (let at = 0; at < line.length; at++) {
    const mark = line[at] ?? "";
    if (OVERRIDE.test(mark)) return mark;
    if (OPENS_EMBEDDING.test(mark) || OPENS_ISOLATE.test(mark)) open.push({ mark, at });
    if (mark !== "\u202c" && mark !== "\u2069") continue;
    const opened = open.at(-1);
    // A closing mark of the other kind closes nothing.
    if (!opened || OPENS_ISOLATE.test(opened.mark) !== (mark === "\u2069")) continue;
    open.pop();
    if (deceives(opened.mark, line.slice(opened.at + 1, at))) return opened.mark;
  }
  return open[0]?.mark;
}

function deceives(mark: string, content: string): boolean {
  if (DELIMITER.test(content)) return true;
  return (mark === "\u202b" || mark === "\u2067") && !RIGHT_TO_LEFT_LETTER.test(content) && /[A-Za-z]/.test(content);
}

function nameOf(mark: string): string {
  return `U+${mark.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
