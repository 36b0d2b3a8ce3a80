import type { NapiConfig } from "@ast-grep/napi";
import type { SgNode } from "../parse.ts";
import type { Rule } from "./compile-rule.ts";

/** Below this a walk costs less than compiling a rule a second time. */
const MIN_LENGTH = 8_000;
/** So many rules are looked for in one walk; a larger `any` asks too much of each node. */
const AT_ONCE = 24;
/** A rule that finds something in more of the files than this is not looked for beforehand. */
const MOSTLY = 0.4;

/** What became of a rule in this process. It decides what is asked first, never what is found. */
type Account = { looks: number; finds: number };
const records = new WeakMap<Rule, Account>();

/**
 * Those of the rules that find something in the tree before their flows are asked, and perhaps some that don't.
 *
 * A walk costs the same for a rule that finds nothing as for one that does, and nearly all find nothing. So many are looked for
 * in one walk. Every branch of it binds a name of its own, which says whose match a node is. Only the first branch that matches
 * a node is told, so rules that seldom find anything come first, and those after a find are looked for again.
 */
export function firstLook(root: SgNode, rules: readonly Rule[], length: number): ReadonlySet<Rule> {
  if (length < MIN_LENGTH) return new Set(rules);
  const found = new Set(rules.filter((rule) => shareOf(rule) > MOSTLY));
  const seldom = rules.filter((rule) => !found.has(rule)).toSorted((a, b) => shareOf(a) - shareOf(b));
  for (let at = 0; at < seldom.length; at += AT_ONCE) {
    for (const rule of foundTogether(root, seldom.slice(at, at + AT_ONCE))) found.add(rule);
  }
  return found;
}

/** Counts whether a rule found something in a file in which it was asked. */
export function recordFind(rule: Rule, isFound: boolean): void {
  const { finds, looks } = records.get(rule) ?? { looks: 0, finds: 0 };
  records.set(rule, { looks: looks + 1, finds: finds + Number(isFound) });
}

/** Of the files; a rule that was seldom asked counts as one that seldom finds. */
function shareOf(rule: Rule): number {
  const { finds, looks } = records.get(rule) ?? { looks: 0, finds: 0 };
  return finds / (looks + 2);
}

function foundTogether(root: SgNode, rules: readonly Rule[]): readonly Rule[] {
  if (rules.length < 2) return rules;
  let matches: SgNode[];
  try {
    matches = root.findAll(together(rules));
  } catch {
    // A kind that this grammar lacks: each is asked alone, which says more.
    return rules;
  }
  if (matches.length === 0) return [];
  const found = new Set<number>();
  for (const match of matches) {
    const isFoundHere = (_: Rule, index: number): boolean => match.getMatch(nameOf(index)) !== null;
    found.add(rules.findIndex(isFoundHere));
  }
  // A node without a name of its own binds nothing.
  if (found.has(-1)) return rules;
  const first = Math.min(...found);
  const hidden = rules.filter((_, index) => index > first && !found.has(index));
  return [...rules.filter((_, index) => found.has(index)), ...foundTogether(root, hidden)];
}

/** Without constraints and transforms, which find no more. Utilities keep apart by the index of their rule. */
function together(rules: readonly Rule[]): NapiConfig {
  const utils: Record<string, unknown> = {};
  const branches = rules.map(({ matcher }, index) => {
    const config = matcher.probe ?? matcher.config;
    for (const [name, util] of Object.entries(config.utils ?? {}))
      utils[`${name}-${index}`] = withOwnUtils(util, index);
    return {
      all: [withOwnUtils(config.rule, index), { any: [{ pattern: `$${nameOf(index)}` }, { not: { pattern: "$_" } }] }],
    };
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rule objects, but for the names that they refer to
  return { rule: { any: branches }, ...(Object.keys(utils).length > 0 && { utils }) } as NapiConfig;
}

function withOwnUtils(rule: unknown, index: number): unknown {
  if (Array.isArray(rule)) return rule.map((part) => withOwnUtils(part, index));
  if (typeof rule !== "object" || rule === null) return rule;
  return Object.fromEntries(
    Object.entries(rule).map(([key, part]) => [
      key,
      key === "matches" && typeof part === "string" ? `${part}-${index}` : withOwnUtils(part, index),
    ]),
  );
}

function nameOf(index: number): string {
  return `FOUND_BY_${index}`;
}
