const MOST_CHARACTERS = 64_000;
const MOST_DEPTH = 30;

/** What a parser's time grows with, often with its square. A file with every key, full lists and a comment to each has half of it. */
const BOUNDS: readonly [what: RegExp, most: number][] = [
  [/\r\n?|\n/g, 1000],
  [/[-:](?=\s)|,/g, 1000],
  [/[[\]{}]/g, 1000],
  [/["']/g, 1000],
  // Anchors, aliases and tags: settings have none.
  [/(?<![^\s,[{])[&*!]/g, 20],
];
/** A key that is announced by a question mark: nobody writes it, and nested ones cost a parser time that doubles with each. */
const EXPLICIT_KEY = /(?<![^\s,[{])\?(?!\S)/;
/** List in list in list, on one line. */
const DASHES = /^[ \t]*(?:-[ \t]+){31}/m;

/**
 * Why a text is not given to the YAML parser; undefined when it may be. What passes here is read in well under 100 ms, whoever wrote it.
 */
export function yamlTrouble(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) return `larger than ${MOST_CHARACTERS / 1000} kB`;
  if (BOUNDS.some(([what, most]) => isOver(text, what, most))) return "more lines, lists or marks than settings have";
  if (EXPLICIT_KEY.test(text)) return "a key that begins with a question mark";
  return DASHES.test(text) || depthOf(text) > MOST_DEPTH ? "too deep" : undefined;
}

function isOver(text: string, what: RegExp, most: number): boolean {
  let count = 0;
  for (const _ of text.matchAll(what)) if (++count > most) return true;
  return false;
}

/** Of brackets, wherever they stand. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    depth = sign === "[" || sign === "{" ? depth + 1 : Math.max(depth - 1, 0);
    deepest = Math.max(depth, deepest);
  }
  return deepest;
}
