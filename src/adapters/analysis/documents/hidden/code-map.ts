import type { Source } from "../../../../core/analysis.ts";

/** Which parts of a text are code, comment or string, one number a UTF-16 unit. */
export const CODE = 0;
export const COMMENT = 1;
export const STRING = 2;
export type CodeMap = Uint8Array;

/** Languages in which `#` begins no comment. */
const NO_HASH =
  /\.(?:[chm]|cc|cpp|cxx|hh|hpp|hxx|cs|csx|java|js|mjs|cjs|jsx|ts|mts|cts|tsx|go|rs|swift|kt|kts|scala|sol|dart|zig|css|scss|less|s|asm)$/i;
/** Languages in which `//` begins no comment. */
const NO_SLASHES =
  /\.(?:py|pyi|rb|sh|bash|zsh|pl|pm|r|jl|ya?ml|toml|ini|cfg|conf|ps1|lua|sql|hs|ex|exs|nix|tf)$|(?:^|\/)(?:Makefile|Dockerfile)$/i;
const DASHES = /\.(?:sql|lua|hs|ada|adb|vhdl?)$/i;

/**
 * Strings and comments as far as they can be told without a grammar: in the C, script and SQL manners. A string in single or
 * double quotes ends with its line, so that a quote that was misread costs no more than a line.
 */
export function codeMapOf({ path, text }: Source): CodeMap {
  const map = new Uint8Array(text.length);
  const hash = !NO_HASH.test(path);
  const slashes = !NO_SLASHES.test(path);
  const dashes = DASHES.test(path);
  for (let at = 0; at < text.length;) {
    const [kind, end] = partAt(text, at, { hash, slashes, dashes });
    if (kind !== CODE) map.fill(kind, at, end);
    at = end;
  }
  return map;
}

type Manners = { hash: boolean; slashes: boolean; dashes: boolean };

function partAt(text: string, at: number, { hash, slashes, dashes }: Manners): [number, number] {
  const one = text[at] ?? "";
  if (one === '"' || one === "'" || one === "`") return [STRING, stringEnd(text, at, one)];
  if (slashes && one === "/" && text[at + 1] === "/") return [COMMENT, lineEnd(text, at)];
  if (slashes && one === "/" && text[at + 1] === "*") return [COMMENT, after(text, "*/", at + 2)];
  if (hash && one === "#" && !/[\w$}]/.test(text[at - 1] ?? " ")) return [COMMENT, lineEnd(text, at)];
  if (dashes && one === "-" && text[at + 1] === "-") return [COMMENT, lineEnd(text, at)];
  return [CODE, at + 1];
}

function stringEnd(text: string, at: number, quote: string): number {
  if (text.startsWith(quote.repeat(3), at)) return after(text, quote.repeat(3), at + 3);
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "\\") end++;
    else if (text[end] === quote) return end + 1;
    else if (text[end] === "\n" && quote !== "`") return end;
  }
  return text.length;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function after(text: string, word: string, from: number): number {
  const at = text.indexOf(word, from);
  return at < 0 ? text.length : at + word.length;
}
