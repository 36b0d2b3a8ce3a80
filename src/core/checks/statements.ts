import type { Language } from "../language.ts";
import { BEFORE_EXPRESSION, type Token } from "./tokens.ts";

/**
 * One statement, or the head of a compound one (`if (x)`, `for x in xs:`, `def f():`, the part of a call before a
 * callback's body). Braces and semicolons belong to none.
 */
export type Statement = { tokens: Token[]; start: number; end: number };

const PYTHON_COMPOUND = new Set("if elif else for while try except finally with def class async match case".split(" "));
const HEADED = new Set(["if", "while", "for", "switch", "catch", "synchronized"]);
const GO_HEADS = new Set("if for switch select func else type case default go defer struct interface".split(" "));
/** Their heads have clauses, parted by semicolons. */
const GO_CLAUSES = new Set(["if", "for", "switch"]);
const CONTINUES = new Set(
  ". ?. + - * / % & | ^ && || ?? ? : , = == === != !== ) ] => < > <= >= ( [ instanceof in of".split(" "),
);

/** The statements of code without its comments. Both versions are cut by the same rules, so that equal code stays equal. */
export function statementsOf(tokens: readonly Token[], language: Language): Statement[] {
  const code = tokens.filter((token) => token.kind !== "comment");
  const pieces = language === "python" ? pythonPieces(code) : bracePieces(code, language);
  return pieces
    .filter((piece) => piece.some((token) => token.kind !== "mark" || !/^[)\]},;]$/.test(token.text)))
    .map((piece) => ({ tokens: piece, start: piece[0]?.start ?? 0, end: piece.at(-1)?.end ?? 0 }));
}

/** The statement's tokens on one line, one space between two: equal statements have equal texts. */
export function statementText(statement: Statement): string {
  return statement.tokens.map((token) => (token.kind === "string" ? JSON.stringify(token.text) : token.text)).join(" ");
}

function pythonPieces(code: readonly Token[]): Token[][] {
  const pieces: Token[][] = [];
  let piece: Token[] = [];
  let depth = 0;
  const end = (): void => {
    if (piece.length > 0) pieces.push(piece);
    piece = [];
  };
  for (const token of code) {
    if (depth === 0 && token.breaks) end();
    if (token.kind === "mark" && ["(", "[", "{", "${"].includes(token.text)) depth += 1;
    if (token.kind === "mark" && [")", "]", "}", "}$"].includes(token.text)) depth = Math.max(0, depth - 1);
    if (depth === 0 && token.kind === "mark" && token.text === ";") end();
    else piece.push(token);
    const isHead =
      depth === 0 && token.kind === "mark" && token.text === ":" && PYTHON_COMPOUND.has(piece[0]?.text ?? "");
    if (isHead) end();
  }
  end();
  return pieces;
}

function bracePieces(code: readonly Token[], language: Language): Token[][] {
  const pieces: Token[][] = [];
  const stack: ("block" | "bracket")[] = [];
  let piece: Token[] = [];
  const end = (): void => {
    if (piece.length > 0) pieces.push(...splitHead(piece));
    piece = [];
  };
  for (const token of code) {
    const atBlock = (stack.at(-1) ?? "block") === "block";
    if (atBlock && token.breaks && endsAtLine(piece, token, language)) end();
    if (token.kind !== "mark") piece.push(token);
    else if (token.text === "{" && opensBlock(piece, language)) {
      end();
      stack.push("block");
    } else if (token.text === "}" && atBlock) {
      end();
      stack.pop();
    } else if (token.text === ";" && atBlock && !(language === "go" && GO_CLAUSES.has(piece[0]?.text ?? ""))) end();
    else {
      if (["(", "[", "{", "${"].includes(token.text)) stack.push("bracket");
      if ([")", "]", "}", "}$"].includes(token.text) && !atBlock) stack.pop();
      piece.push(token);
    }
  }
  end();
  return pieces;
}

/** `if (x) return y` is two: the head and what it guards, as if braces stood there; so is `case x: go()`. */
function splitHead(piece: Token[]): Token[][] {
  if (piece[0]?.text === "else" && piece.length > 1) return [piece.slice(0, 1), ...splitHead(piece.slice(1))];
  const label =
    piece[0]?.text === "case" || piece[0]?.text === "default"
      ? piece.findIndex((token) => token.kind === "mark" && token.text === ":")
      : -1;
  if (label > 0 && label < piece.length - 1) return [piece.slice(0, label + 1), ...splitHead(piece.slice(label + 1))];
  if (!HEADED.has(piece[0]?.text ?? "") || piece[1]?.text !== "(") return [piece];
  let depth = 0;
  const close = piece.findIndex((token) => {
    if (token.kind !== "mark") return false;
    if (token.text === "(") depth += 1;
    if (token.text === ")") depth -= 1;
    return token.text === ")" && depth === 0;
  });
  if (close < 0 || close === piece.length - 1) return [piece];
  return [piece.slice(0, close + 1), ...splitHead(piece.slice(close + 1))];
}

function endsAtLine(piece: readonly Token[], token: Token, language: Language): boolean {
  const before = piece.at(-1);
  if (!before) return false;
  // A preprocessor line ends with its line.
  if (language === "c" || language === "cpp")
    return token.text.startsWith("#") || (piece[0]?.text.startsWith("#") ?? false);
  if (language === "java") return before.text.startsWith("@") && before.kind === "name";
  const open = before.kind === "mark" && ![")", "]", "}", "++", "--", "}$"].includes(before.text);
  if (language === "go") return !open;
  return !open && !(token.kind !== "string" && CONTINUES.has(token.text));
}

function opensBlock(piece: readonly Token[], language: Language): boolean {
  const before = piece.at(-1);
  if (!before) return true;
  if (before.kind === "name" && BEFORE_EXPRESSION.has(before.text) && before.text !== "else" && before.text !== "do")
    return false;
  if (language === "go") {
    const last = piece.slice(-12);
    return (
      GO_HEADS.has(piece[0]?.text ?? "") || last.some((token) => ["func", "struct", "interface"].includes(token.text))
    );
  }
  if (before.kind === "mark") {
    const blocks =
      language === "java" || language === "c" || language === "cpp" ? [")", ">", "}", ":"] : [")", "=>", ">", "]", "}"];
    return blocks.includes(before.text);
  }
  return before.kind === "name";
}
