import type { Piece } from "./python-pieces.ts";

/** A word of a command line: texts and values that stand side by side. */
export type ShellWord = Piece[];

/** What a shell would act on; inside quotes only what it still acts on there. */
const META = /[|&;<>()$`\\*?[\]{}~!#\n\r]/;
const META_IN_QUOTES = /[$`\\!\n\r]/;
/** Values that hold more than one word, by their name. */
const SEVERAL_WORDS =
  /(?:^|[._])(?:args?|argv|arguments|opts?|options?|flags?|params?|cmd|cmdline|command|commands|extra\w*)$/i;
/** Words that mean something to a shell only. */
const SHELL_ONLY = /^(?:cd|source|export|alias|eval|exec|set|unset|ulimit|if|for|while|case|\.|[A-Za-z_]\w*=.*)$/;

/**
 * The words that a POSIX shell would make of a command line; a value is one word, or part of one.
 *
 * @returns undefined when a shell is needed for it: pipes, redirections, globs, variables, built-in commands, a program
 * that is itself a value, or a value that looks like several words.
 */
export function shellWords(pieces: readonly Piece[]): ShellWord[] | undefined {
  const words: ShellWord[] = [];
  let word: ShellWord | undefined;
  let quote = "";
  for (const piece of pieces) {
    if (piece.kind === "value") {
      if (quote === "" && SEVERAL_WORDS.test(piece.text)) return undefined;
      (word ??= []).push(piece);
      continue;
    }
    for (const text of piece.text.split(/(\\?['"]|\s+|\\[nrt])/)) {
      if (text === "") continue;
      if (
        quote !== ""
          ? META_IN_QUOTES.test(text.replace(/^\\(?=['"]$)/, ""))
          : META.test(text.replace(/^\\(?=['"]$)/, ""))
      )
        return undefined;
      const mark = /^\\?(['"])$/.exec(text)?.[1];
      if (mark !== undefined && (quote === "" || quote === mark)) {
        word ??= [];
        quote = quote === "" ? mark : "";
      } else if (quote === "" && /^\s+$/.test(text)) {
        if (word) words.push(word);
        word = undefined;
      } else (word ??= []).push({ ...piece, text });
    }
  }
  if (word) words.push(word);
  const program = words[0];
  const isProgram =
    program?.every((piece) => piece.kind === "text") && !SHELL_ONLY.test(program.map((piece) => piece.text).join(""));
  return quote === "" && isProgram ? words : undefined;
}
