import type { SgNode } from "../parse.ts";
import type { FactGrammar } from "./grammar.ts";

const LITERAL = /^([A-Za-z]{0,3}@?)("""|'''|"|'|`)([\s\S]*)\2$/;
const RAW_CPP = /^[A-Za-z0-9]{0,3}"([^()\\\s]{0,16})\(([\s\S]*)\)\1"$/;

/**
 * The contents of a literal, without quotes and with simple escapes resolved, since `"\x68ttp"` is a way to hide a word.
 * The fixed parts of a template count one each.
 */
export function contentsOf(node: SgNode, grammar: FactGrammar, text: string): string[] {
  const { start, end } = node.range();
  const holes = node.children().filter((child) => grammar.substitutions.has(String(child.kind())));
  if (holes.length === 0) return [unquoted(text.slice(start.index, end.index), node.kind() === "raw_string_literal")];
  const parts: string[] = [];
  const opening = /^[A-Za-z]{0,3}("""|'''|"|'|`)/.exec(text.slice(start.index, start.index + 8))?.[0] ?? "";
  const quote = /["'`]+$/.exec(opening)?.[0] ?? "";
  let at = start.index + opening.length;
  for (const hole of holes) {
    const range = hole.range();
    parts.push(text.slice(at, range.start.index));
    at = range.end.index;
  }
  parts.push(text.slice(at, end.index - quote.length));
  return parts.filter((part) => part !== "").map(unescaped);
}

function unquoted(literal: string, isRawKind: boolean): string {
  const cpp = /R"/.test(literal.slice(0, 4)) ? RAW_CPP.exec(literal) : undefined;
  if (cpp) return cpp[2] ?? "";
  const [, prefix = "", quote, body] = LITERAL.exec(literal) ?? [];
  if (quote === undefined || body === undefined) return literal;
  const isRaw = isRawKind || /r/i.test(prefix);
  return isRaw ? body : unescaped(body);
}

const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
  "0": "\0",
};

/** Resolves the escapes that the eight languages share; unknown ones stand for themselves. */
function unescaped(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replaceAll(
    /\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{2,3})|\r?\n|([\s\S]))/g,
    (match: string, x?: string, braced?: string, u?: string, long?: string, octal?: string, simple?: string) => {
      const hex = x ?? braced ?? u ?? long;
      if (hex !== undefined) return fromCodePoint(Number.parseInt(hex, 16), match);
      if (octal !== undefined) return fromCodePoint(Number.parseInt(octal, 8), match);
      return simple === undefined ? "" : (SIMPLE[simple] ?? simple);
    },
  );
}

function fromCodePoint(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}
