import { linesOf, spanOf, type LineRange, type Span } from "./text.ts";

/**
 * Where a quote stands in some lines of a text: exactly, or with the white space around its lines ignored,
 * since models often lose indentation. Among several places those where it is no part of longer words come first (`run(x)` is not meant by
 * `dry_run(x)`), then one on `preferred` lines, then the first. Undefined when it is not there: such a claim is about other code.
 */
export function locateQuote(
  text: string,
  lines: LineRange,
  quote: string,
  preferred: readonly LineRange[] = [],
): Span | undefined {
  const wanted = quote.trim();
  if (wanted === "") return undefined;
  const all = linesOf(text);
  const offset = all.slice(0, lines.startLine - 1).join("").length;
  const part = all.slice(lines.startLine - 1, lines.endLine).join("");

  const spans = [...exactPlaces(part, wanted), ...looseLines(part, wanted)].map(([start, end]) =>
    spanOf(text, offset + start, offset + end),
  );
  const whole = spans.filter((span) => !cutsWord(text, span.start) && !cutsWord(text, span.end));
  const among = whole.length > 0 ? whole : spans;
  return (
    among.find((span) =>
      preferred.some((range) => range.startLine <= span.startLine && span.startLine <= range.endLine),
    ) ?? among[0]
  );
}

/** Letters, digits and underscores on both sides of an offset. */
function cutsWord(text: string, offset: number): boolean {
  return /^[\p{L}\p{N}_]{2}$/u.test(text.slice(Math.max(0, offset - 1), offset + 1));
}

function exactPlaces(part: string, wanted: string): [number, number][] {
  const places: [number, number][] = [];
  for (let at = part.indexOf(wanted); at >= 0 && places.length < 50; at = part.indexOf(wanted, at + 1))
    places.push([at, at + wanted.length]);
  return places;
}

/** Runs of lines that equal the quote's lines when both are trimmed. */
function looseLines(part: string, wanted: string): [number, number][] {
  const lines = linesOf(part);
  const trimmed = lines.map((line) => line.trim());
  const needle = wanted.split("\n").map((line) => line.trim());
  const places: [number, number][] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    if (needle.every((expected, ahead) => trimmed[index + ahead] === expected)) {
      const run = lines.slice(index, index + needle.length).join("");
      const indent = run.length - run.trimStart().length;
      places.push([offset + indent, offset + run.trimEnd().length]);
    }
    offset += line.length;
  }
  return places;
}
