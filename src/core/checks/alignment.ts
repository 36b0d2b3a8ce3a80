import type { Language } from "../language.ts";
import type { Look } from "./check-types.ts";
import { isErrorValue } from "./data/refusals.ts";
import { concernsRelease } from "./data/weakness-kinds.ts";
import { statementText, type Statement } from "./statements.ts";
import type { Token } from "./tokens.ts";

/** How the old unit's statements stand in the new one. */
export type Alignment = {
  /** Old statements outside the repair's region that are gone or changed. */
  missing: Statement[];
  /** New statements that no old one explains. */
  added: Statement[];
  /** Heads of `if` and the like whose condition gained a further demand. */
  strengthened: Statement[];
  /** Calls that took a repaired value and now take what is bound beside it, too: `run(sql)` became `run(sql, (name,))`. */
  extended: Statement[];
  /** Names that only the new unit has. */
  newNames: Set<string>;
};

/**
 * Walks both units in order. What the repair has no business with must stand in the new unit as it was, in the same order;
 * allowed is only that a repaired value goes on under a new name, and that a condition demands more than before.
 */
export function alignmentOf(look: Omit<Look, "alignment">): Alignment {
  const { before, after, region, language, input } = look;
  const newNames = new Set(variablesOf(after.tokens));
  for (const name of variablesOf(before.tokens)) newNames.delete(name);
  const same = (old: Statement, now: Statement): boolean => sameBut(old.tokens, now.tokens, region.names, newNames);
  const concerned = new Set([...region.names, ...newNames]);

  const explained = new Set<Statement>();
  const alignment: Alignment = { missing: [], added: [], strengthened: [], extended: [], newNames };
  let at = 0;
  for (const old of before.statements) {
    if (isImport(old)) continue;
    const rest = after.statements.slice(at);
    const step = rest.findIndex((now) => same(old, now));
    const stronger =
      step < 0 ? rest.findIndex((now, index) => strengthens(old, now, rest[index + 1], language, concerned)) : -1;
    const longer =
      step < 0 && stronger < 0 ? rest.findIndex((now) => extendsCall(old.tokens, now.tokens, concerned)) : -1;
    const found = Math.max(step, stronger, longer);
    const now = rest[found];
    // A statement of the region may be matched, so that what stays of it is no addition, but then it must not skip others.
    if (region.statements.has(old)) {
      if (step >= 0 && now) explained.add(now);
      continue;
    }
    if (!now) {
      alignment.missing.push(old);
      continue;
    }
    if (stronger >= 0) alignment.strengthened.push(now);
    if (longer >= 0) alignment.extended.push(now);
    explained.add(now);
    at += found + 1;
  }
  alignment.added = after.statements.filter((now) => !explained.has(now) && !isImport(now));
  if (input.defects.some((defect) => concernsRelease(defect.weakness))) acceptMoves(alignment);
  return alignment;
}

/** Freeing later or earlier is how a use after free is repaired. */
function acceptMoves(alignment: Alignment): void {
  alignment.missing = alignment.missing.filter((old) => {
    const moved = RELEASE.test(old.tokens[0]?.text ?? "")
      ? alignment.added.findIndex((now) => statementText(now) === statementText(old))
      : -1;
    if (moved >= 0) alignment.added.splice(moved, 1);
    return moved < 0;
  });
}
const RELEASE = /free|delete|release|close|destroy|unref|put$/i;

/** Equal tokens, but for names that flow into a sink and go on under a new name. */
export function sameBut(
  old: readonly Token[],
  now: readonly Token[],
  names: ReadonlySet<string>,
  newNames: ReadonlySet<string>,
): boolean {
  return (
    old.length === now.length &&
    old.every((token, index) => {
      const other = now[index];
      if (!other || other.kind !== token.kind) return false;
      return other.text === token.text || (token.kind === "name" && names.has(token.text) && newNames.has(other.text));
    })
  );
}

/**
 * The same call with more arguments behind the repaired value, such as those that are bound; `shell=True` may go, since a list
 * of words needs no shell.
 */
export function extendsCall(old: readonly Token[], now: readonly Token[], concerned: ReadonlySet<string>): boolean {
  const [from, to] = [withoutShell(old), withoutShell(now)];
  if (!from.some((token) => token.kind === "name" && concerned.has(token.text))) return false;
  const same = (index: number, shift: number): boolean =>
    from[index]?.text === to[index + shift]?.text && from[index]?.kind === to[index + shift]?.kind;
  const more = to.length - from.length;
  if (more === 0 && from.length !== old.length) return from.every((_, index) => same(index, 0));
  if (more <= 0) return false;
  const at = from.findIndex((_, index) => !same(index, 0));
  const bound = to.slice(at, at + more);
  return (
    at > 0 &&
    from[at]?.text === ")" &&
    bound[0]?.text === "," &&
    from.slice(at).every((_, index) => same(at + index, more)) &&
    bound.every((token) => token.kind !== "string") &&
    bound.some((token) => token.kind === "name" && concerned.has(token.text))
  );
}

function withoutShell(tokens: readonly Token[]): Token[] {
  const at = tokens.findIndex(
    (token, index) =>
      token.text === "," &&
      tokens[index + 1]?.text === "shell" &&
      /^(=|:)$/.test(tokens[index + 2]?.text ?? "") &&
      /^(True|true|False|false)$/.test(tokens[index + 3]?.text ?? ""),
  );
  return at < 0 ? [...tokens] : tokens.toSpliced(at, 4);
}

const HEADS = new Set(["if", "elif", "while"]);
const REFUSES = /^(raise|throw|abort|continue|break|goto|exit|panic|next|die)$/;

/** `if (a)` became `if (a && b)`; `if (a) refuse` became `if (a || b) refuse`; `b` asks about the repaired values. */
function strengthens(
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

/** Names that stand for variables: no properties, no names of keyword arguments. */
function variablesOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1]?.text ?? "";
    const isProperty = /^(\.|\?\.|->|::)$/.test(before);
    const isKeyword = tokens[index + 1]?.text === "=" && /^[(,]$/.test(before);
    return token.kind === "name" && !isProperty && !isKeyword ? [token.text] : [];
  });
}

export function namesOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => (token.kind === "name" ? [token.text] : []));
}

/** Imports inside a unit have checks of their own; one that is only made for its effects is a statement like others. */
function isImport(statement: Statement): boolean {
  const [first, second] = statement.tokens;
  if (first?.text === "from" || first?.text === "import") return second?.kind !== "string";
  return first?.text === "#include" || (first?.text === "#" && second?.text === "include");
}
