/** Tells whether a path is one of those that a glob means. Takes time in proportion to the length of both. */
export type Glob = (path: string) => boolean;

/** More alternatives than this are no longer something that a person wrote. */
const MOST_ALTERNATIVES = 64;
const MOST_CHARACTERS = 400;

type OneCharacter = (character: string) => boolean;
/** A piece of a name: a character, or any number of any. */
type Piece = OneCharacter | "*";
/** A name between slashes; `**` stands for any number of names. */
type Name = Piece[] | "**";

/**
 * A glob of the settings: `*` and `?` within a name, `**` over folders, `[abc]`, `[!a-z]`, `{one,two}`, and `\` before a character that is meant
 * itself. Undefined for what is none: an open bracket, an extended pattern such as `+(a|b)`, or over 64 alternatives.
 *
 * Not the runtime's matcher, whose time doubles with each star of a hostile pattern: after a mismatch only the last star gets
 * another try, which is enough, since each star takes whatever comes.
 */
export function readGlob(text: string): Glob | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const alternatives = expandBraces(text)?.map(readNames);
  if (!alternatives || alternatives.includes(undefined)) return undefined;
  const all = alternatives.filter((names) => names !== undefined);
  return (path) => {
    const parts = path.split("/");
    return all.some((names) => matchesNames(names, parts));
  };
}

/** `a{b,c}` as `ab` and `ac`. Undefined where braces are open, or stand for too many. */
function expandBraces(text: string): string[] | undefined {
  const open = indexOutside(text, 0, "{");
  if (open < 0) return indexOutside(text, 0, "}") < 0 ? [text] : undefined;
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at >= 0; at = indexOutside(text, at + 1, "{},")) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}") depth--;
    if (depth > (text[at] === "," ? 1 : 0)) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
    if (depth > 0) continue;
    return combine(text.slice(0, open), parts, text.slice(at + 1));
  }
  return undefined;
}

function combine(before: string, parts: readonly string[], after: string): string[] | undefined {
  const tails = expandBraces(after);
  if (!tails) return undefined;
  const all: string[] = [];
  for (const part of parts) {
    const inner = expandBraces(part);
    if (!inner || all.length + inner.length * tails.length > MOST_ALTERNATIVES) return undefined;
    for (const one of inner) for (const tail of tails) all.push(`${before}${one}${tail}`);
  }
  return all;
}

/** The first of these signs from a place on that no backslash takes and that is not inside `[…]`; -1 where there is none. */
function indexOutside(text: string, from: number, signs: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (signs.includes(text[at] ?? "")) return at;
    else if (text[at] === "[") at = endOfClass(text, at) ?? at;
  }
  return -1;
}

/** Where the `]` of a `[` stands; it is a member where it comes first. */
function endOfClass(text: string, open: number): number | undefined {
  const first = /[!^]/.test(text[open + 1] ?? "") ? open + 2 : open + 1;
  const end = text.indexOf("]", first + 1);
  return end < 0 || text.slice(open, end).includes("/") ? undefined : end;
}

function readNames(text: string): Name[] | undefined {
  const names: Name[] = [];
  for (const part of text.replace(/^\.?\//, "").split("/")) {
    const name = part === "**" ? part : readName(part);
    if (!name) return undefined;
    if (name !== "**" || names.at(-1) !== "**") names.push(name);
  }
  // At the end it stands for what is in a folder, not for the folder.
  return names.at(-1) === "**" ? [...names, ["*"]] : names;
}

function readName(text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (/[+@!?*]/.test(sign) && text[at + 1] === "(") return undefined;
    if (sign === "*") {
      if (pieces.at(-1) !== "*") pieces.push("*");
    } else if (sign === "?") pieces.push(() => true);
    else if (sign === "[") {
      const end = endOfClass(text, at);
      if (end === undefined) return undefined;
      pieces.push(readClass(text.slice(at + 1, end)));
      at = end;
    } else {
      const meant = sign === "\\" ? (text[++at] ?? "") : sign;
      pieces.push((character) => character === meant);
    }
  }
  return pieces;
}

function readClass(text: string): OneCharacter {
  const isNot = /^[!^]/.test(text);
  const members = isNot ? text.slice(1) : text;
  const ranges: [string, string][] = [];
  for (let at = 0; at < members.length; at++) {
    const first = members[at] ?? "";
    const isRange = members[at + 1] === "-" && at + 2 < members.length;
    ranges.push([first, isRange ? (members[at + 2] ?? "") : first]);
    if (isRange) at += 2;
  }
  return (character) => ranges.some(([first, last]) => first <= character && character <= last) !== isNot;
}

function matchesNames(names: readonly Name[], parts: readonly string[]): boolean {
  return matchesGreedily(names, parts, "**", (name, part) => name !== "**" && matchesName(name, part));
}

function matchesName(pieces: readonly Piece[], name: string): boolean {
  return matchesGreedily(pieces, Array.from(name), "*", (piece, character) => piece !== "*" && piece(character));
}

/** Whether a row of things is what a pattern says, whose `any` takes any number of them. */
function matchesGreedily<P, T>(
  pattern: readonly P[],
  things: readonly T[],
  any: P,
  isMeant: (one: P, thing: T) => boolean,
): boolean {
  let at = 0;
  let retryAt = -1;
  let taken = 0;
  for (let thing = 0; thing < things.length;) {
    const one = pattern[at];
    const here = things[thing];
    if (at < pattern.length && one === any) {
      retryAt = ++at;
      taken = thing;
    } else if (at < pattern.length && one !== undefined && here !== undefined && isMeant(one, here)) {
      at++;
      thing++;
    } else if (retryAt >= 0) {
      at = retryAt;
      thing = ++taken;
    } else return false;
  }
  return pattern.slice(at).every((one) => one === any);
}
