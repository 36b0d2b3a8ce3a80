import type { Found } from "../finder.ts";
import { CODE, STRING } from "./code-map.ts";
import type { HiddenTextDocument } from "./hidden-text.ts";

/** Not seen at all; between two letters of a name they make another name that looks the same. */
const BETWEEN =
  // oxlint-disable-next-line no-misleading-character-class -- each of them counts by itself
  /(?<=[A-Za-z0-9_$])[\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0100}-\u{e01ef}]+(?=[A-Za-z0-9_$])/gu;
/** Letters by the books, so that they can be a whole name, and yet nothing is seen. */
const FILLER = /[\u115f\u1160\u3164\uffa0]+/g;
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af\uffa1-\uffdc]/;

/** More places in one file say nothing new, and would cost time to describe. */
const ENOUGH = 1000;

/**
 * Invisible characters in the names of code; in a string only where the name that it looks like stands in the text, too.
 * Comments are not looked at.
 */
export function invisibleInNames({ map, names, text }: HiddenTextDocument): Found[] {
  const between = [...text.matchAll(BETWEEN)].filter(({ 0: run, index }) => {
    if (map[index] !== STRING) return map[index] === CODE;
    const { start, end } = wordAround(text, index, index + run.length);
    return names.has(text.slice(start, index) + text.slice(index + run.length, end));
  });
  const fillers = [...text.matchAll(FILLER)].filter(
    ({ 0: run, index }) =>
      map[index] === CODE && !HANGUL.test((text[index - 1] ?? "") + (text[index + run.length] ?? "")),
  );
  const places = new Map([...between, ...fillers].map((match) => [match.index, match[0]]));
  return [...places]
    .toSorted(([a], [b]) => a - b)
    .slice(0, ENOUGH)
    .map(([index, run]) => ({ ...wordAround(text, index, index + run.length), sink: sinkOf(run) }));
}

function sinkOf(run: string): string {
  return `U+${(run.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The whole name, so that people see where to look. */
function wordAround(text: string, start: number, end: number): { start: number; end: number } {
  const isPart = (at: number): boolean => /[\w$]/.test(text[at] ?? " ");
  while (start > 0 && isPart(start - 1)) start--;
  while (end < text.length && isPart(end)) end++;
  return { start, end };
}
