import type { Literal } from "./regex-literals.ts";

export type Mentions = {
  /** Whether these letters stand in the text, within a word or not. */
  has: (text: string) => boolean;
  /** Whether a literal does, as it wants to stand. */
  holds: (literal: Literal) => boolean;
};

/**
 * What stands in a text. The text is read once, into a table of its three-letter sequences; nearly every literal that isn't
 * there is told by the table, and only the others are searched.
 */
export function mentions(text: string): Mentions {
  const has = openTable(text);
  const words = new Map<string, boolean>();
  // The long s is an s to an expression that doesn't look at the case.
  const foldOnce = once(() => openTable(text.toLowerCase().replaceAll("\u017F", "s")));
  return {
    has,
    holds({ text: wanted, isFolded, isWord }) {
      if (isFolded) return foldOnce()(wanted);
      if (!isWord || !has(wanted)) return has(wanted);
      const known = words.get(wanted) ?? hasWord(text, wanted);
      words.set(wanted, known);
      return known;
    },
  };
}

function openTable(text: string): (literal: string) => boolean {
  const table = new Uint8Array(1 << 16);
  for (let at = 2; at < text.length; at += 1) table[slot(text, at)] = 1;
  const known = new Map<string, boolean>();
  return (literal) => {
    let found = known.get(literal);
    if (found === undefined) {
      found = mayHold(table, literal) && text.includes(literal);
      known.set(literal, found);
    }
    return found;
  };
}

/** Not in the middle of a longer name. A digit may stand right before a word, as in `1instanceof`. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!/[A-Za-z_$]/.test(text[at - 1] ?? "") && !/[\w$]/.test(text[at + word.length] ?? "")) return true;
  }
  return false;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function mayHold(table: Uint8Array, literal: string): boolean {
  for (let at = 2; at < literal.length; at += 1) {
    if (table[slot(literal, at)] === 0) return false;
  }
  return true;
}

/** The place of the three letters that end at `at`; some share one, which costs a search and nothing else. */
function slot(text: string, at: number): number {
  return (text.charCodeAt(at - 2) * 961 + text.charCodeAt(at - 1) * 31 + text.charCodeAt(at)) & 0xffff;
}
