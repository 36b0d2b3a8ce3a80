/** What stands for a value in a text and goes or comes when values are bound: `%s`, `{name}`, `:name`, `$1`, `@p0`, `?`. */
const PLACEHOLDER =
  /%\(\w{1,60}\)[sdif]|%[-+ #0]{0,4}\d{0,4}(?:\.\d{1,4})?[sdiufxXvqrc]|\{[\w.!:,]{0,60}\}|(?<![\w:]):[A-Za-z_]\w{0,60}|\$\{?\d{1,3}\}?|\?\d{1,3}|(?<!\w)@[A-Za-z]\w{0,60}/g;
/** The shell itself goes when a program is started without one. */
const SHELL = new Set([
  "sh",
  "bash",
  "zsh",
  "dash",
  "ksh",
  "/bin/sh",
  "/bin/bash",
  "/usr/bin/sh",
  "/usr/bin/bash",
  "/usr/bin/env",
  "-c",
  "-lc",
  "cmd",
  "cmd.exe",
  "/c",
  "/C",
  "powershell",
  "-Command",
]);
const FILLED = /%\((\w{1,60})\)|\{(\w{1,60})\}/g;
/** Words that say how, not what: their coming and going changes no text. */
const MANNER = new Set([
  "utf-8",
  "utf8",
  "strict",
  "ignore",
  "r",
  "rb",
  "rt",
  "w",
  "wb",
  "b",
  "--",
  "hex",
  "base64",
  "base64url",
  "ascii",
  "latin-1",
  "text/plain",
  "ok",
]);

/** The words of literals, in order, without placeholders, the names that fill those, quotes and punctuation. */
export function wordsOf(literals: readonly string[]): string[] {
  const filled = new Set(
    literals.flatMap((literal) => [...literal.matchAll(FILLED)].map((match) => match[1] ?? match[2] ?? "")),
  );
  return literals
    .filter((literal) => !filled.has(literal))
    .flatMap((literal) =>
      (
        literal
          .replace(/\\[nrt"'`0\\]/g, " ")
          .replace(PLACEHOLDER, " ")
          .match(/[\p{L}\p{N}_.\-/]+/gu) ?? []
      ).filter((word) => /[\p{L}\p{N}]/u.test(word) && !MANNER.has(word)),
    );
}

/** The old words that don't stand in the new ones, in order; a word may also be part of a longer one, since literals are cut differently. */
export function lostWords(old: readonly string[], now: readonly string[]): string[] {
  const inOrder: string[] = [];
  let at = 0;
  for (const word of old) {
    const found = now.findIndex((other, index) => index >= at && other.includes(word));
    if (found >= 0) at = found + 1;
    else if (!SHELL.has(word) && !now.some((other) => other.includes(word))) inOrder.push(word);
  }
  return inOrder;
}

/** Words that neither the old text nor the vocabulary has. */
export function newWords(now: readonly string[], known: ReadonlySet<string>): string[] {
  const old = [...known];
  return now.filter((word) => !known.has(word) && !MANNER.has(word) && !old.some((other) => other.includes(word)));
}
