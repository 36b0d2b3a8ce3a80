import type { Piece } from "../python-pieces.ts";
import type { PlaceholderStyle } from "./placeholder-style.ts";

export type BoundSql = { texts: { text: string; part: number }[]; parameters: string[] };

type Token = Piece | { kind: "quoted"; quote: string; pieces: Piece[]; part: number };

/** An unquoted value may stand after these: what follows an operator is a value, what follows FROM or BY is a name. */
const BEFORE_VALUE = /(?:[=<>]|\b(?:i?like|regexp|glob|match|limit|offset|between|then)|\bbetween\s+\S+\s+and)\s*$/i;
/** Inside the parentheses of VALUES. */
const IN_VALUES = /\bvalues\s*\((?:[^()]|\([^()]*\))*[(,]\s*$|\bvalues\s*\(\s*$/i;
/** Longer statements are left to people. What decides about a value stands close before it. */
const MAX_LENGTH = 20_000;
const LOOK_BACK = 2000;
const AFTER_VALUE = /^(?:\s|\)|,|;|$)/;

/**
 * SQL with a placeholder for each value, and the parameters as expressions. A value in quotes takes the whole quoted text
 * with it: `'%{name}%'` becomes a placeholder and `f"%{name}%"`.
 *
 * @returns undefined when a value stands where a parameter can't: a name of a table or column, a list, an operator.
 */
export function bindSql(pieces: readonly Piece[], style: PlaceholderStyle, quote: string): BoundSql | undefined {
  if (pieces.reduce((length, piece) => length + piece.text.length, 0) > MAX_LENGTH) return undefined;
  const tokens = quoteTokens(pieces);
  if (!tokens) return undefined;
  const bound: BoundSql = { texts: [], parameters: [] };
  let before = "";
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "text") {
      if (style === "?" && token.text.includes("?")) return undefined;
      bound.texts.push({ text: style === "%s" ? token.text.replaceAll("%", "%%") : token.text, part: token.part });
      before += token.text;
      continue;
    }
    if (token.kind === "quoted" && !token.pieces.some((piece) => piece.kind === "value")) {
      const text = token.quote + token.pieces.map((piece) => piece.text).join("") + token.quote;
      bound.texts.push({ text: style === "%s" ? text.replaceAll("%", "%%") : text, part: token.part });
      before += "''";
      continue;
    }
    const after = tokens
      .slice(index + 1)
      .map((next) => (next.kind === "text" ? next.text : "''"))
      .join("");
    if (!standsAsValue(before, after, token.kind === "quoted")) return undefined;
    const parameter = token.kind === "quoted" ? quotedParameter(token.pieces, quote) : plainParameter(token.text);
    if (parameter === undefined) return undefined;
    bound.texts.push({ text: style, part: token.part });
    bound.parameters.push(parameter);
    before += "1";
  }
  return bound.parameters.length > 0 ? bound : undefined;
}

function standsAsValue(before: string, after: string, quoted: boolean): boolean {
  if (!AFTER_VALUE.test(after)) return false;
  const plain = before.slice(-LOOK_BACK).replaceAll(/\\[nrt]/g, " ");
  if (BEFORE_VALUE.test(plain)) return true;
  if (IN_VALUES.test(plain)) return quoted || /,\s*$/.test(plain) || /^\s*,/.test(after);
  return quoted && /\bin\s*\((?:[^()]*,)?\s*$/i.test(plain);
}

/** Splits texts at SQL's quotes; undefined when quotes don't close or hold an escaped one. */
function quoteTokens(pieces: readonly Piece[]): Token[] | undefined {
  const tokens: Token[] = [];
  let open: Extract<Token, { kind: "quoted" }> | undefined;
  for (const piece of pieces) {
    if (piece.kind === "value") {
      (open ? open.pieces : tokens).push(piece);
      continue;
    }
    for (const text of piece.text.split(/(\\?['"])/)) {
      const quote = text.at(-1) ?? "";
      if (quote !== "'" && quote !== '"') {
        if (text) (open ? open.pieces : tokens).push({ kind: "text", text, part: piece.part });
      } else if (!open) {
        open = { kind: "quoted", quote: text, pieces: [], part: piece.part };
      } else if (text === open.quote) {
        tokens.push(open);
        open = undefined;
      } else open.pieces.push({ kind: "text", text, part: piece.part });
    }
  }
  return open ? undefined : tokens;
}

function plainParameter(text: string): string {
  return /^str\(([^()]*(?:\([^()]*\)[^()]*)*)\)$/.exec(text)?.[1] ?? text;
}

/** One value alone is itself; with text around it, it needs an f-string that the value's own text can stand in. */
function quotedParameter(pieces: readonly Piece[], quote: string): string | undefined {
  const [only, ...others] = pieces;
  if (only && others.length === 0) return only.text;
  const mark = quote.slice(0, 1);
  const written = pieces.map((piece) =>
    piece.kind === "text" ? piece.text.replaceAll(/[{}]/g, "$&$&") : `{${piece.text}}`,
  );
  const unfit = pieces.some((piece) => piece.text.includes(mark) || /[\\\n]/.test(piece.text));
  return unfit ? undefined : `f${mark}${written.join("")}${mark}`;
}
