import type { Language } from "../language.ts";
import { isErrorValue } from "./data/refusals.ts";
import type { Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

const HEADS = new Set(["if", "elif", "while"]);
const REFUSES = /^(raise|throw|abort|continue|break|goto|exit|panic|next|die)$/;

/** `if (a)` became `if (a && b)`; `if (a) refuse` became `if (a || b) refuse`; `b` asks about the repaired values. */
export function strengthens(
  old: Statement,
  now: Statement,
  following: Statement | undefined,
  language: Language,
  concerned: ReadonlySet<string>,
): boolean {
  const head = old.tokens[0]?.text ?? "";
  if (!HEADS.has(head) || now.tokens[0]?.text !== head || now.tokens.length <= old.tokens.length) return false;
  const [condition, longer] = [conditionOf(old, language), conditionOf(now, language)];
  const wanted = refuses(following) ? ["or", "||"] : ["and", "&&"];
  return [afterPrefix(condition, longer), beforeSuffix(condition, longer)].some(
    (joined) =>
      joined !== undefined &&
      wanted.includes(joined.joint) &&
      joined.more.some((token) => token.kind === "name" && concerned.has(token.text)) &&
      !joined.more.some((token) => CONSTANT.has(token.text)) &&
      // Two kinds of joints in one condition bind differently than they read.
      ![...condition, ...joined.more].some((token) => JOINTS.has(token.text) && token.text !== joined.joint),
  );
}
function refuses(statement: Statement | undefined): boolean {
  const first = statement?.tokens[0]?.text ?? "";
  if (first === "return") return isErrorValue(statement?.tokens.map((token) => token.text).join(" ") ?? "");
  return REFUSES.test(first);
}
const CONSTANT = new Set("True False true false None null nil NULL".split(" "));
const JOINTS = new Set(["and", "&&", "or", "||"]);

function conditionOf(statement: Statement, language: Language): Token[] {
  const inner = statement.tokens.slice(1);
  if (language === "python") return inner.slice(0, -1);
  return inner[0]?.text === "(" && inner.at(-1)?.text === ")" ? inner.slice(1, -1) : inner;
}

type Joined = { joint: string; more: Token[] };

function afterPrefix(condition: readonly Token[], longer: readonly Token[]): Joined | undefined {
  const joint = longer[condition.length]?.text ?? "";
  return JOINTS.has(joint) && sameTokens(condition, longer.slice(0, condition.length))
    ? { joint, more: longer.slice(condition.length + 1) }
    : undefined;
}

function beforeSuffix(condition: readonly Token[], longer: readonly Token[]): Joined | undefined {
  const at = longer.length - condition.length - 1;
  const joint = longer[at]?.text ?? "";
  return JOINTS.has(joint) && sameTokens(condition, longer.slice(at + 1))
    ? { joint, more: longer.slice(0, at) }
    : undefined;
}

function sameTokens(a: readonly Token[], b: readonly Token[]): boolean {
  return (
    a.length === b.length && a.every((token, index) => token.text === b[index]?.text && token.kind === b[index]?.kind)
  );
}
