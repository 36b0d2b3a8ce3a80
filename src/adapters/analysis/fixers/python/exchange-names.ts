import { z } from "zod";
import type { Fixer, MakeFixer } from "../fixer.ts";

/** `names`: what stands in the match as a whole word, and what is written instead, such as `hashlib.md5`: `hashlib.sha256`. */
const Options = z.strictObject({
  names: z.record(z.string().regex(/^[\w.'"]+$/), z.string().regex(/^[\w.'"]+$/)),
});

/** Python: writes another name where the matched code holds one of these; the first that is there, once. */
export const exchangeNames: MakeFixer = (given): Fixer => {
  const pairs = Object.entries(Options.parse(given).names);
  return {
    vocabulary: pairs.flatMap(([, name]) => [name, ...(name.match(/[A-Za-z_]\w*/g) ?? [])]),
    fix({ match }) {
      const text = match.text();
      const start = match.range().start.index;
      for (const [old, name] of pairs) {
        const at = placeOfWord(text, old);
        if (at !== undefined) return { edits: [{ start: start + at, end: start + at + old.length, text: name }] };
      }
      return undefined;
    },
  };
};

function placeOfWord(text: string, word: string): number | undefined {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isWhole = !/\w/.test(text[at - 1] ?? "") && !/\w/.test(text[at + word.length] ?? "");
    if (isWhole) return at;
  }
  return undefined;
}
