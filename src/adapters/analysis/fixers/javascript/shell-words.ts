import type { SgNode } from "../../parse.ts";
import type { TextPart } from "./text-parts.ts";

/** A word of a command: its pieces, in order. */
export type ShellWord = (string | SgNode)[];

/** Characters that a shell acts on, outside of quotes and inside of double ones. */
const ACTIVE = /[|&;<>()$`\\*?[\]{}~#!\n]/;
const ACTIVE_QUOTED = /[$`\\!\n]/;

/**
 * The words that a shell would make of a command, when it would do nothing else with it.
 *
 * @returns undefined on pipes, redirections, variables, patterns, escapes, unclosed quotes, or a program that is not constant.
 */
export function shellWords(parts: readonly TextPart[]): ShellWord[] | undefined {
  const words: ShellWord[] = [];
  let word: ShellWord | undefined;
  let quote: string | undefined;
  const add = (piece: string | SgNode): void => {
    word ??= [];
    const last = word.length - 1;
    if (typeof piece === "string" && typeof word[last] === "string") word[last] += piece;
    else word.push(piece);
  };
  for (const part of parts) {
    if (part.fixed === undefined) {
      add(part.value);
      continue;
    }
    for (const token of part.fixed.match(/\\["']|[\s\S]/g) ?? []) {
      const character = token.at(-1) ?? "";
      if (quote !== undefined) {
        if (character === quote) quote = undefined;
        else if (quote === '"' && ACTIVE_QUOTED.test(character)) return undefined;
        else add(character);
      } else if (character === '"' || character === "'") {
        quote = character;
        add("");
      } else if (character === " " || character === "\t") {
        if (word) words.push(word);
        word = undefined;
      } else if (ACTIVE.test(character)) return undefined;
      else add(character);
    }
  }
  if (quote !== undefined) return undefined;
  if (word) words.push(word);
  const program = words[0];
  return program?.length === 1 && typeof program[0] === "string" && !program[0].includes("=") ? words : undefined;
}
