/** Texts of which at least one stands in whatever matches; `folded` ones whatever their case. */
export type Alternatives = readonly Literal[];
export type Literal = { text: string; isFolded: boolean; isWord: boolean };

/** More than these say little, and a shorter one stands in every file. */
const MAX_ALTERNATIVES = 60;
const MIN_LENGTH = 3;

type Reader = { source: string; at: number; isFolded: boolean };

/**
 * What a regular expression of Rust's syntax needs to match at all: the best group of literals that it can't do without.
 *
 * @returns undefined when none is found; an expression that is not understood needs nothing.
 */
export function regexLiterals(source: string): Alternatives | undefined {
  const reader: Reader = { source, at: 0, isFolded: false };
  try {
    const found = readAlternation(reader);
    return reader.at === source.length ? found : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

function readAlternation(reader: Reader): Alternatives | undefined {
  const branches = [readSequence(reader)];
  while (reader.source[reader.at] === "|") {
    reader.at += 1;
    branches.push(readSequence(reader));
  }
  return anyOf(branches);
}

/** Undefined when one of them needs nothing: then all of them together don't either. */
export function anyOf(branches: readonly (Alternatives | undefined)[]): Alternatives | undefined {
  const all = branches.flatMap((branch) => branch ?? []);
  return all.length <= MAX_ALTERNATIVES && branches.every((branch) => branch !== undefined) ? all : undefined;
}

function readSequence(reader: Reader): Alternatives | undefined {
  const { source } = reader;
  const needs: Alternatives[] = [];
  let run = "";
  const endRun = (): void => {
    const { isFolded } = reader;
    if (run.length >= MIN_LENGTH) needs.push([{ text: isFolded ? run.toLowerCase() : run, isFolded, isWord: false }]);
    run = "";
  };
  while (reader.at < source.length && source[reader.at] !== "|" && source[reader.at] !== ")") {
    const character = readCharacter(reader);
    const group = character === undefined && source[reader.at] === "(" ? (endRun(), readGroup(reader)) : undefined;
    if (character === undefined && !group) {
      endRun();
      skipOne(reader);
    }
    const repeats = readQuantifier(reader);
    if (group?.needs && repeats !== "maybe") needs.push(group.needs);
    if (character === undefined) continue;
    if (repeats !== "maybe") run += character;
    if (repeats !== "once") endRun();
  }
  endRun();
  return best(needs);
}

/** A plain character, escaped or not. */
function readCharacter(reader: Reader): string | undefined {
  const next = reader.source[reader.at] ?? "";
  if (next === "\\") {
    const escaped = reader.source[reader.at + 1] ?? "";
    // `\<` and `\>` are edges of words there.
    if (!/^[^A-Za-z0-9\s<>]$/.test(escaped)) return undefined;
    reader.at += 2;
    return escaped;
  }
  if (/^[[\](){}.*+?^$|]?$/.test(next)) return undefined;
  reader.at += 1;
  return next;
}

/** What stands for one character or none, and needs no text: a class, `.`, an anchor, `\w`. */
function skipOne(reader: Reader): void {
  const rest = reader.source.slice(reader.at);
  const found = /^(?:[.^$]|\\[wWdDsSbBnrtAz]|\[\^?\]?(?:\\.|[^\\[\]])*\])/.exec(rest)?.[0];
  if (found === undefined) throw new NotUnderstood(rest);
  reader.at += found.length;
}

function readGroup(reader: Reader): { needs: Alternatives | undefined } {
  const before = reader.isFolded;
  const head = /^\((?:\?(?:P?<\w+>|([imsuU]*)(?:-[imsuU]+)?([:)])))?/.exec(reader.source.slice(reader.at));
  if (!head || (head[0] === "(" && reader.source[reader.at + 1] === "?")) throw new NotUnderstood(reader.source);
  reader.at += head[0].length;
  if (head[0].includes("-") && /-\w*i/.test(head[0])) throw new NotUnderstood(reader.source);
  if (head[1]?.includes("i") === true) reader.isFolded = true;
  if (head[2] === ")") return { needs: undefined };
  const needs = readAlternation(reader);
  if (reader.source[reader.at] !== ")") throw new NotUnderstood(reader.source);
  reader.at += 1;
  reader.isFolded = before;
  return { needs };
}

function readQuantifier(reader: Reader): "once" | "maybe" | "more" {
  const found = /^(?:([*?])|\+|\{(\d+)(?:,\d*)?\})\??/.exec(reader.source.slice(reader.at));
  if (!found) return "once";
  reader.at += found[0].length;
  return found[1] !== undefined || Number(found[2] ?? 1) === 0 ? "maybe" : "more";
}

/** The one that is likeliest to be missing: by its shortest text. */
function best(needs: readonly Alternatives[]): Alternatives | undefined {
  const shortest = (need: Alternatives): number => Math.min(...need.map((literal) => literal.text.length));
  return needs.toSorted((a, b) => shortest(b) - shortest(a) || a.length - b.length)[0];
}
