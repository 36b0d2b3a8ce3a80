import { stemmer } from "stemmer";

/**
 * Names the analysis below. Stored vectors carry it: whoever changes a token, a weight or the hash raises it,
 * so that no query ever meets vectors of another analysis.
 */
export const LEXICAL_VERSION = 1;

/** Only this much of a text is analysed, in UTF-16 units: more adds nothing to a ranking and costs time. */
const MAX_ANALYSED = 60_000;

/** A word longer than this is data (base64, a hash), not a name. */
const MAX_WORD = 40;

/** A dotted chain, or a single name. The repetition is bounded: code under review is hostile. */
const CHAIN = /[A-Za-z_$][\w$]{0,80}(?:(?:\.|->|::)[A-Za-z_$][\w$]{0,80}){0,6}/g;
const WORD = /[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d{2,}/g;

/** What a literal looks like says more about a weakness than the words in it. */
const SHAPES: readonly [shape: string, pattern: RegExp][] = [
  ["sql", /\b(?:select\s[^;]{1,200}?\sfrom\s|insert\s+into\s|update\s+\S{1,80}\s+set\s|delete\s+from\s)/gi],
  ["url", /\bhttps?:\/\//gi],
  ["path", /(?:["'`/]\.\.\/|["'`]\/(?:[\w.-]{1,60}\/)+)/g],
  ["html", /<(?:a|b|div|p|h[1-6]|html|body|script|img|span|form|input|li|td|iframe)\b/gi],
  ["shell", /["'`](?:\/bin\/)?(?:sh|bash|cmd|ping|ls|rm|cat|tar|convert|git|curl|nslookup)\s/g],
  ["xml", /<\?xml|<!(?:doctype|entity)\b/gi],
];

/** Words of English and of the languages that stand everywhere and tell nothing. */
const STOP = new Set(
  (
    "a an and are as at be been but by can could do does for from had has have he if in into is it its may more most no not of on only or our " +
    "should so such than that the their them then there these they this those to was we were when where which while who will with would you your " +
    "also any because each example following however must other same some use used uses using via what " +
    "abstract async await bool boolean break case catch char class const continue def default double elif else end enum except export extends " +
    "false final finally float fmt func function import include int interface let long main module namespace new nil none null number object " +
    "package pass print private protected public raise require return self short signed sizeof static std str string struct super switch " +
    "this throw throws true try type typedef undefined unsigned var void yield"
  ).split(" "),
);

/**
 * The terms of code or prose with how often each occurs.
 *
 * Names are split (`loadUser`, `load_user` → load, user) and kept whole; chains keep receiver and member
 * (`cursor.execute`); literals leave their shape (`shape:sql`); words are stemmed.
 */
export function termsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (term: string, times = 1): void => void counts.set(term, (counts.get(term) ?? 0) + times);
  const analysed = text.length > MAX_ANALYSED ? text.slice(0, MAX_ANALYSED) : text;

  for (const [shape, pattern] of SHAPES) {
    const found = analysed.match(pattern)?.length ?? 0;
    if (found > 0) add(`shape:${shape}`, Math.min(found, 3));
  }
  for (const match of analysed.matchAll(CHAIN)) {
    const names = match[0].split(/\.|->|::/);
    const last = names.at(-1) ?? "";
    const before = names.at(-2);
    if (before !== undefined) add(`api:${before}.${last}`.toLowerCase());
    if (analysed[match.index + match[0].length] === "(") add(`call:${last}`.toLowerCase());
    for (const name of names) addName(name, add);
  }
  return counts;
}

function addName(name: string, add: (term: string) => void): void {
  const words = name.match(WORD) ?? [];
  const whole = name.replaceAll(/[_$]/g, "").toLowerCase();
  if (words.length > 1 && whole.length <= MAX_WORD) add(`name:${whole}`);
  for (const word of words) {
    const plain = word.toLowerCase();
    if (plain.length < 2 || plain.length > MAX_WORD || STOP.has(plain)) continue;
    add(stemmer(plain));
  }
}

/** FNV-1a, 32 bits: a term's place in the sparse space. Collisions add up and are rare (2^32 places). */
export function termIndex(term: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < term.length; at++) {
    hash ^= term.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
