import { linesOf, type Span } from "../core/text.ts";
import { displayWidth, splitAtWidth, truncate } from "./display-width.ts";
import type { Page, Role } from "./page.ts";
import { commonIndent, plainLine, TAB_WIDTH } from "./source-line.ts";

/** A span longer than this is shown by its first lines. */
const MOST_SPAN_LINES = 6;
const LINES_BEFORE = 2;
const LINES_AFTER = 1;

/** Only this much of a line around the mark is looked at: enough for the widest terminal, and a 5 MB line costs nothing. */
const MOST_CHARACTERS = 600;

type FrameOptions = { path: string; text: string | undefined; span: Span; quote: string; role: Role };

/**
 * The code around a span with line numbers; the span is underlined where it stands on one line and barred where it spans several.
 * Without the text, or where the quote isn't in it at the span, the quote alone is shown.
 */
export function renderCodeFrame(page: Page, { path, text, span, quote, role }: FrameOptions): string[] {
  const stands = text !== undefined && text.slice(span.start, span.end) === quote;
  const lines = (stands ? linesAround(text, span) : linesOfQuote(quote, span)).map(({ number, raw }) => ({
    number,
    raw: plainLine(raw),
  }));
  const indent = commonIndent(lines.map(({ raw }) => raw));
  const digits = String(lines.at(-1)?.number ?? span.endLine).length;
  const startColumn = stands ? span.startColumn : 1;
  const severalLines = span.endLine > span.startLine;

  const rendered: string[] = [];
  for (const { number, raw } of lines) {
    const inSpan = number >= span.startLine && number <= span.endLine;
    const from = number === span.startLine ? startColumn - 1 : indent;
    const to = number === span.endLine && stands ? span.endColumn - 1 : raw.length;
    const mark = inSpan ? { from: Math.max(from, indent), to: Math.max(to, from) } : undefined;
    const bar = inSpan && severalLines ? page.paint(role, "┃") : page.paint("quiet", "│");
    const gutter = `  ${page.paint("quiet", String(number).padStart(digits))} ${bar} `;
    const { code, before, marked } = windowOf(raw, indent, mark, page.width - digits - 5, (text) =>
      page.say(text, path),
    );
    rendered.push((gutter + (inSpan ? code : page.paint("quiet", code))).trimEnd());
    if (inSpan && !severalLines) {
      const underline = page.paint(role, "━".repeat(Math.max(1, marked)));
      rendered.push(`  ${" ".repeat(digits)} ${page.paint("quiet", "│")} ${" ".repeat(before)}${underline}`);
    }
  }
  const hidden = stands ? span.endLine - span.startLine + 1 - MOST_SPAN_LINES : 0;
  if (hidden > 0) rendered.push(`  ${" ".repeat(digits)} ${page.paint("quiet", `┊ ${hidden} more lines`)}`);
  return rendered;
}

type Say = (text: string) => string;
type NumberedLine = { number: number; raw: string };

function linesAround(text: string, span: Span): NumberedLine[] {
  const all = linesOf(text);
  const first = Math.max(1, span.startLine - LINES_BEFORE);
  const cut = span.endLine - span.startLine + 1 > MOST_SPAN_LINES;
  const last = cut ? span.startLine + MOST_SPAN_LINES - 1 : Math.min(all.length, span.endLine + LINES_AFTER);
  const lines: NumberedLine[] = [];
  for (let number = first; number <= Math.max(last, span.startLine); number++)
    lines.push({ number, raw: all[number - 1] ?? "" });
  const isWorthShowing = ({ number, raw }: NumberedLine) =>
    raw.trim() !== "" || (number >= span.startLine && number <= span.endLine);
  return lines.slice(lines.findIndex(isWorthShowing), lines.findLastIndex(isWorthShowing) + 1);
}

function linesOfQuote(quote: string, span: Span): NumberedLine[] {
  return linesOf(quote)
    .slice(0, MOST_SPAN_LINES)
    .map((raw, index) => ({ number: span.startLine + index, raw }));
}

/** The stretch of a line that fits `width` columns and holds the start of the mark, with the mark's place in it. */
function windowOf(
  raw: string,
  indent: number,
  mark: { from: number; to: number } | undefined,
  width: number,
  say: Say,
) {
  const start = Math.max(indent, (mark?.from ?? indent) - MOST_CHARACTERS / 3);
  const end = Math.min(raw.length, Math.max(start, mark?.from ?? start) + MOST_CHARACTERS);
  const { from, to } = mark
    ? { from: Math.min(mark.from, end), to: Math.min(mark.to, end) }
    : { from: start, to: start };
  const [head, middle, tail] = segments(raw, [start, from, to, end], say);
  const before = displayWidth(head);
  const marked = displayWidth(middle);
  const code = head + middle + tail;
  const cutLeft = start > indent;

  const fits = Math.min(before + marked, before + 8) < width;
  if (fits && !cutLeft) {
    const shown = truncate(end < raw.length ? `${code}…` : code, width);
    return { code: shown, before, marked: Math.min(marked, width - before) };
  }
  const lead = Math.min(before, Math.max(0, Math.min(12, width - marked - 2)));
  const dropped = splitAtWidth(head, before - lead)[1];
  const shown = truncate(`…${dropped}${middle}${tail}${end < raw.length ? "…" : ""}`, width);
  const shownBefore = 1 + displayWidth(dropped);
  return { code: shown, before: shownBefore, marked: Math.max(1, Math.min(marked, width - shownBefore)) };
}

/** Tabs are expanded by where they stand in the whole line; then each part is made visible by itself, so that marks stay in place. */
function segments(raw: string, cuts: [number, number, number, number], say: Say): [string, string, string] {
  let column = 0;
  const expand = (from: number, to: number): string => {
    let text = "";
    for (const piece of raw.slice(from, to).split(/(\t)/)) {
      const shown = piece === "\t" ? " ".repeat(TAB_WIDTH - (column % TAB_WIDTH)) : say(piece);
      column += displayWidth(shown);
      text += shown;
    }
    return text;
  };
  return [expand(cuts[0], cuts[1]), expand(cuts[1], cuts[2]), expand(cuts[2], cuts[3])];
}
