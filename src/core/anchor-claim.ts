import type { Claim } from "./claim.ts";
import { linesOf, spanOf, type Span } from "./text.ts";

/** A region of more lines speaks of its first one: others mark whole functions. */
const MOST_LINES = 12;

/**
 * Where a claim stands in the text at hand. Its own lines count where its snippet stands there (or it brought none); else the nearest
 * place where the snippet stands. Undefined where the code that the tool saw is not in this text: its result is about another version.
 */
export function openAnchors(text: string): (claim: Pick<Claim, "place">) => Span | undefined {
  const lines = linesOf(text);
  const own = folded(lines);
  return ({ place }) => anchor(place, { text, lines, own });
}

type Text = { text: string; lines: readonly string[]; own: readonly string[] };

function anchor(place: Claim["place"], { text, lines, own }: Text): Span | undefined {
  const seen = place.snippet === undefined ? [] : folded(linesOf(place.snippet));
  while (seen.length > 0 && seen.at(-1) === "") seen.pop();
  if (seen.every((line) => line === ""))
    return place.startLine <= lines.length ? spanAt(place, place.startLine, text, lines) : undefined;

  const starts = own.flatMap((_, index) => (standsAt(own, seen, index) ? [index + 1] : []));
  const nearest = starts.toSorted((a, b) => Math.abs(a - place.startLine) - Math.abs(b - place.startLine))[0];
  return nearest === undefined ? undefined : spanAt(place, nearest, text, lines);
}

function folded(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/\s+/g, " ").trim());
}

/** The first and last line of a snippet may be parts of a line. */
function standsAt(own: readonly string[], seen: readonly string[], index: number): boolean {
  if (index + seen.length > own.length) return false;
  return seen.every((line, offset) => {
    const there = own[index + offset] ?? "";
    const atEdge = offset === 0 || offset === seen.length - 1;
    return there === line || (atEdge && line !== "" && there.includes(line));
  });
}

/** The claim's extent from another first line; its columns where they lie within the line, else the line's code without indentation. */
function spanAt(place: Claim["place"], startLine: number, text: string, lines: readonly string[]): Span {
  const height = place.endLine - place.startLine;
  const endLine = Math.min(startLine + (height >= 0 && height < MOST_LINES ? height : 0), lines.length);
  const offsetOf = (line: number) => lines.slice(0, line - 1).reduce((sum, each) => sum + each.length, 0);
  const first = lines[startLine - 1] ?? "";
  const last = (lines[endLine - 1] ?? "").trimEnd();
  const indent = first.length - first.trimStart().length;
  const from = within(place.startColumn, first.trimEnd().length) ?? Math.min(indent, first.trimEnd().length);
  const whole = endLine === startLine + height;
  const to = (whole ? within(place.endColumn, last.length) : undefined) ?? last.length;
  const start = offsetOf(startLine) + from;
  return spanOf(text, start, Math.max(start, offsetOf(endLine) + to));
}

function within(column: number | undefined, length: number): number | undefined {
  return column !== undefined && column >= 1 && column - 1 <= length ? column - 1 : undefined;
}
