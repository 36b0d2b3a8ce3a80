import type { Language } from "../language.ts";
import { KEYWORDS } from "./data/keywords.ts";
import { writesToFirstArgument, writesToReceiver } from "./data/pure-callees.ts";
import type { Statement } from "./statements.ts";
import { callsIn } from "./token-calls.ts";
import { isDot, type Token } from "./tokens.ts";

/** What a statement gives values to. `plain` = the name itself, not a property or element of it. */
export type Target = { name: string; plain: boolean };

const ASSIGNS = new Set([
  "=",
  ":=",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "&=",
  "|=",
  "^=",
  "<<=",
  ">>=",
  "**=",
  "//=",
  "??=",
  "||=",
  "&&=",
  "@=",
]);

/** What the statement gives values to: assignment, loop and `as` targets, and buffers or collections that a call fills. */
export function targetsOf(statement: Statement, language: Language): Target[] {
  return [...assigned(statement.tokens, language), ...filled(statement, language)];
}

/** Only what a plain look at the statement calls an assignment. */
export function assignedIn(statement: Statement, language: Language): Target[] {
  return assigned(statement.tokens, language);
}

function assigned(tokens: readonly Token[], language: Language): Target[] {
  const head = tokens[0]?.text ?? "";
  if (language === "python") {
    if (head === "with" || head === "except")
      return tokens.flatMap((token, index) =>
        token.text === "as" ? leftTargets(tokens.slice(index + 1, index + 2), language) : [],
      );
    const loop = head === "for" ? tokens.findIndex((token) => token.kind === "name" && token.text === "in") : -1;
    if (loop > 0) return leftTargets(tokens.slice(1, loop), language);
  }
  const isHead = ["if", "for", "while", "switch"].includes(head);
  if (isHead && language !== "python") {
    const each = tokens.findIndex(
      (token, index) =>
        index > 1 && (token.text === "of" || token.text === "in" || token.text === ":") && token.kind !== "string",
    );
    if (head === "for" && each > 0 && language !== "go") return leftTargets(tokens.slice(2, each), language);
  }
  let depth = 0;
  const targets: Target[] = [];
  let from = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "mark") continue;
    if (["(", "[", "{", "${"].includes(token.text)) depth += 1;
    if ([")", "]", "}", "}$"].includes(token.text)) depth -= 1;
    if (token.text === "++" || token.text === "--") {
      const name = [tokens[index - 1], tokens[index + 1]].find((near) => near?.kind === "name");
      if (name) targets.push({ name: name.text, plain: true });
    }
    const reads = depth === 0 || (isHead && language !== "python");
    if (reads && ASSIGNS.has(token.text)) {
      const start = isHead ? lastIndexOf(tokens, index, ["(", ";", ",", "&&", "||", head]) + 1 : from;
      targets.push(...leftTargets(tokens.slice(start, index), language));
      from = index + 1;
    } else if (token.text === ":=" && language === "python")
      targets.push(...leftTargets(tokens.slice(index - 1, index), language));
  }
  return targets;
}

function lastIndexOf(tokens: readonly Token[], before: number, texts: readonly string[]): number {
  for (let index = before - 1; index >= 0; index -= 1) if (texts.includes(tokens[index]?.text ?? "")) return index;
  return -1;
}

/** The names on the left of an assignment: `const { a, b }`, `x, err`, `char *p`, `self.rows[i]`, `x: int`. */
function leftTargets(left: readonly Token[], language: Language): Target[] {
  const typed = language === "python" || language === "typescript" || language === "tsx";
  const targets: Target[] = [];
  const isPattern =
    left.some((token) => token.text === "{") || left[1]?.text === "[" || left[0]?.text === "[" || left[0]?.text === "(";
  const parts = isPattern
    ? left.filter((token, index) => token.kind === "name" && left[index + 1]?.text !== ":").map((token) => [token])
    : split(left, ",");
  for (const part of parts) {
    const colon = typed ? part.findIndex((token) => token.text === ":") : -1;
    const named = colon > 0 ? part.slice(0, colon) : part;
    const end = named.findIndex((token) => token.text === "[");
    const chain = (end > 0 ? named.slice(0, end) : named).filter(
      (token) => !KEYWORDS.has(token.text) || token.text === "this",
    );
    let first = chain.length - 1;
    while (first > 1 && isDot(chain[first - 1])) first -= 2;
    const root = chain[first];
    if (root?.kind !== "name") continue;
    const declares = (language === "c" || language === "cpp") && chain.length > 1 && !isDot(chain[first + 1]);
    targets.push({ name: root.text, plain: first === chain.length - 1 && (end < 0 || declares) });
  }
  return targets;
}

/** `sprintf(buffer, …)` gives to its first argument, `parts.append(x)` to its receiver. */
function filled(statement: Statement, language: Language): Target[] {
  return callsIn(statement.tokens).flatMap((call) => {
    const name = writesToFirstArgument(call.callee, language)
      ? call.arguments[0]?.find((token) => token.kind === "name")?.text
      : writesToReceiver(call.callee)
        ? /^[\w$@#]+/.exec(call.callee)?.[0]
        : undefined;
    return name ? [{ name, plain: false }] : [];
  });
}

function split(tokens: readonly Token[], mark: string): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "mark" && token.text === mark) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
