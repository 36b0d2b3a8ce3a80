import { randomBytes } from "node:crypto";
import type { Secret } from "./analysis.ts";
import { isDistinctive, openScrubber } from "./secret-forms.ts";

/**
 * The secrets of one review. What the model, an output, a log or a knowledge entry gets went through `hide` or `scrub`;
 * what is written back into a file went through `restore`.
 */
export type Redactor = {
  /**
   * The text of `path` with a typed placeholder for every secret value (`REDACTED_AWS_ACCESS_KEY_1_9F2C01AB`), and for the known
   * distinctive ones wherever else they stand. It has the same lines; columns after a placeholder move. Names stay.
   */
  hide(text: string, secrets: readonly Secret[], path: string): string;
  /** The text with values for whole placeholders whose value was seen in `path` itself; all others stay as they are. */
  restore(text: string, path: string): string;
  /** Some placeholder, or a part of one, is left in the text: it must not be written to a file. */
  holdsPlaceholder(text: string): boolean;
  /**
   * The last guard before an output: known values, their encodings (base64, URL, hex) and pieces of long ones become placeholders.
   * With the `path` that the text is from, its short and word-like values too, where they stand quoted or assigned, and `restore`
   * with the same path gives the text back.
   */
  scrub: (text: string, path?: string) => string;
};

type Hidden = { value: string; placeholder: string; paths: Set<string> };
type Range = { start: number; end: number; kind: string };

/** `tag` makes placeholders unguessable, so that code can't hold one in advance and be given another file's secret. */
export function openRedactor({ tag = randomBytes(4).toString("hex").toUpperCase() } = {}): Redactor {
  const byValue = new Map<string, Hidden>();
  const scrubber = openScrubber();

  function placeholderOf(value: string, kind: string, path: string | undefined): string {
    let hidden = byValue.get(value);
    if (!hidden) {
      const type = kind
        .toUpperCase()
        .replace(/[^A-Z0-9]+/g, "_")
        .slice(0, 24);
      hidden = { value, placeholder: `REDACTED_${type}_${byValue.size + 1}_${tag}`, paths: new Set() };
      byValue.set(value, hidden);
      if (isDistinctive(value)) scrubber.add(value, hidden.placeholder);
    }
    if (path !== undefined) hidden.paths.add(path);
    return hidden.placeholder;
  }

  /** Replaces what stands in `ranges`, and known distinctive values wherever they stand whole. */
  function hideRanges(text: string, ranges: readonly Range[], path: string | undefined): string {
    const known = [...byValue.values()].flatMap(({ value }) => {
      if (!isDistinctive(value)) return [];
      return occurrences(text, value).map((start) => ({ start, end: start + value.length, kind: "secret" }));
    });
    return merged([...ranges, ...known])
      .toReversed()
      .reduce((result, { start, end, kind }) => {
        const value = text.slice(start, end);
        if (value.includes(tag)) return result;
        return result.slice(0, start) + placeholderOf(value, kind, path) + result.slice(end);
      }, text);
  }

  return {
    hide(text, secrets, path) {
      const ranges = secrets.map(({ kind, span }) => ({ start: span.start, end: span.end, kind }));
      const pieces = merged(ranges).flatMap((range) => piecesOf(text, range));
      for (const { start, end, kind } of pieces) {
        const value = text.slice(start, end);
        if (!value.includes(tag)) placeholderOf(value, kind, path);
      }
      return hideRanges(text, pieces, path);
    },
    restore(text, path) {
      const ofFile = [...byValue.values()].filter(({ paths }) => paths.has(path));
      return ofFile.reduce((result, { value, placeholder }) => result.replaceAll(placeholder, () => value), text);
    },
    holdsPlaceholder: (text) => text.toUpperCase().includes(tag),
    scrub(text, path) {
      if (byValue.size === 0) return text;
      const words = [...byValue.values()].filter(({ value, paths }) => {
        return path !== undefined && paths.has(path) && !isDistinctive(value);
      });
      // A piece or an encoding is not the value: in a file's text it gets a placeholder of its own, so that `restore` is exact.
      return scrubber.scrub(words.reduce(scrubAssigned, hideRanges(text, [], path)), (found, placeholder) => {
        return path === undefined ? placeholder : placeholderOf(found, "piece", path);
      });
    },
  };
}

/** A word such as "admin" is a secret only where it stands as a value: in quotes, or behind `=` or `:`, or as the whole text. */
function scrubAssigned(text: string, { value, placeholder }: Hidden): string {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<=^|["'\`=:>]\\s?)${literal}(?=$|["'\`\\s,;<@)}\\]])`, "gm"), () => placeholder);
}

/** Ranges in order; those that overlap become one. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && range.start < last.end) last.end = Math.max(last.end, range.end);
    else if (range.end > range.start) result.push({ ...range });
  }
  return result;
}

/**
 * What to replace of a secret: all of it on one line; of one over several lines only the runs that carry it, line by line. So line
 * ends, indentation, and the quotes and operators of a concatenated literal stay, and the text still parses.
 */
function piecesOf(text: string, range: Range): Range[] {
  const value = text.slice(range.start, range.end);
  if (!value.includes("\n")) return value.trim() === "" ? [] : [range];
  return [...value.matchAll(/-----(?:BEGIN|END)[A-Z0-9 ]{1,60}-----|\\.|[^\s"'`\\,;(){}[\]<>]{4,}/g)]
    .filter(([run]) => !run.startsWith("-----") && !run.startsWith("\\"))
    .map(({ 0: run, index }) => ({
      start: range.start + index,
      end: range.start + index + run.length,
      kind: range.kind,
    }));
}

/** Where a value stands, not as a part of a longer word. */
function occurrences(text: string, value: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    const around = (text[at - 1] ?? "") + (text[at + value.length] ?? "");
    if (!/\w/.test(around)) found.push(at);
  }
  return found;
}
