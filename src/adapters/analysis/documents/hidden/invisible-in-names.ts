import type { Found } from "../finder.ts";
import { CODE, COMMENT, STRING } from "./code-map.ts";
import type { HiddenTextDocument } from "./hidden-text.ts";

/** Not seen at all; between two letters of a name they make another name that looks the same. */
const BETWEEN = /(?<=[A-Za-z0-9_$])[\u00ad\u034f\u115f\u1160\u180b-\u180f\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]+(?=[A-Za-z0-9_$])/g;
/** Letters by the books, so that they can be a whole name, and yet nothing is seen. */
const FILLER = /[\u115f\u1160\u3164\uffa0]+/g;
const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af\uffa1-\uffdc]/;

/** Invisible characters in the names of code. Comments are not looked at; a string only where it holds one between ASCII letters. */
export function invisibleInNames({ map, text }: HiddenTextDocument): Found[] {
  const between = [...text.matchAll(BETWEEN)].filter(({ index }) => map[index] === CODE);
  const fillers = [...text.matchAll(FILLER)].filter(
    ({ 0: run, index }) =>
      map[index] !== COMMENT &&
      map[index] !== STRING &&
      !HANGUL.test((text[index - 1] ?? "") + (text[index + run.length] ?? "")),
  );
  const places = new Map([...between, ...fillers].map((match) => [match.index, match[0]]));
  return [...places]
    .toSorted(([a], [b]) => a - b)
    .map(([index, run]) => ({ ...wordAround(text, index, index + run.length), sink: sinkOf(run) }));
}

function sinkOf(run: string): string {
  return `U+${run.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The whole name, so that people see where to look. */
function wordAround(text: string, start: number, end: number): { start: number; end: number } {
  const isPart = (at: number): boolean => /[\w$]/.test(text[at] ?? " ");
  while (start > 0 && isPart(start - 1)) start--;
  while (end < text.length && isPart(end)) end++;
  return { start, end };
}
