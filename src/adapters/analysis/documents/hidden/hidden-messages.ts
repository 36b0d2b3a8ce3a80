import type { Found } from "../finder.ts";
import type { HiddenTextDocument } from "./hidden-text.ts";

/** Tags spell ASCII without being seen. The one use that is left of them are flags of regions: a black flag, a few letters and an end. */
const TAGS = /(?<flag>\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,7}\u{e007f})|[\u{e0000}-\u{e007f}]{2,}/gu;
/** Bytes can be written as selectors of variants, or as ones and noughts in characters of no width. */
const SELECTORS = /(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]){4,}/gu;
const NO_WIDTH = /[\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff]{8,}/g;

/** Runs of characters that nobody sees and that a program, or a model, can read: a message for one of them. */
export function hiddenMessages({ text }: HiddenTextDocument): Found[] {
  return [
    ...runs(text, TAGS, "tag characters"),
    ...runs(text, SELECTORS, "variation selectors"),
    ...runs(text, NO_WIDTH, "characters of no width"),
  ].toSorted((a, b) => a.start - b.start);
}

function runs(text: string, pattern: RegExp, sink: string): Found[] {
  const matches = [...text.matchAll(pattern)].filter((match) => match.groups?.["flag"] === undefined);
  return matches.map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    sink,
  }));
}
