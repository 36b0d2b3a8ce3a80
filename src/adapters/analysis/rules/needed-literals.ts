import type { NapiConfig } from "@ast-grep/napi";
import type { CompiledFlow } from "./compile-rule.ts";
import { anyOf, regexLiterals, type Alternatives } from "./regex-literals.ts";

/** A text in which one of these alternatives is missing holds no match. */
type Utils = NonNullable<NapiConfig["utils"]>;
export type Needs = readonly Alternatives[];

const MAX_DEPTH = 12;
const RELATIONS = new Set(["has", "inside", "precedes", "follows"]);

/**
 * What a text must hold so that an ast-grep rule object can match somewhere in it: the words of its patterns and the literals of
 * its expressions, wherever they are asked for without a `not`. Compiling a rule and walking the tree for it cost so much more
 * than looking for a word that this is asked of every rule and every text first.
 */
function neededLiterals(rule: unknown, utils: Utils, depth = MAX_DEPTH): Needs {
  if (typeof rule !== "object" || rule === null || depth === 0) return [];
  return Object.entries(rule).flatMap(([key, part]: [string, unknown]): Needs => {
    if (key === "pattern" && typeof part === "string") return wordsOf(part);
    if (key === "regex" && typeof part === "string") return given(literalsOf(part, rule));
    if (key === "all" && Array.isArray(part)) return part.flatMap((each) => neededLiterals(each, utils, depth - 1));
    if (key === "any" && Array.isArray(part)) return given(oneOf(part, utils, depth));
    // Their `field` and `stopBy` are no rules of theirs, and nothing is read there.
    if (RELATIONS.has(key)) return neededLiterals({ ...asObject(part), stopBy: undefined }, utils, depth - 1);
    if (key === "matches" && typeof part === "string") return neededLiterals(utils[part], utils, depth - 1);
    return [];
  });
}

/** What a match and the sources of its flows need together; the rarest first. */
export function neededByMatch(config: NapiConfig, flow: readonly CompiledFlow[]): Needs {
  const sources = flow.filter((each) => !each.tainted && !each.fact && !each.parameter).map((each) => each.from);
  const needs = [config, ...sources].flatMap((each) => (each ? neededLiterals(each.rule, each.utils ?? {}) : []));
  return needs.toSorted((a, b) => shortest(b) - shortest(a));
}

function shortest(need: Alternatives): number {
  return Math.min(...need.map((literal) => literal.text.length));
}

/** An expression for a whole node: names alone, or after a dot. */
const WHOLE_NAMES = /^(?:\^|\(\?:\^\|\\\.\))(?:\w+|\((?:\?:)?[\w|]+\))(?:\(\?:<\.\*>\)\?)?\$$/;

/** A name or what stands in a field is no piece of a longer word, as text between two escapes of a string may be. */
function literalsOf(regex: string, rule: object): Alternatives | undefined {
  const isWord =
    WHOLE_NAMES.test(regex) && ("field" in rule || ("kind" in rule && String(rule.kind).endsWith("identifier")));
  return regexLiterals(regex)?.map((literal) => ({ ...literal, isWord }));
}

/** Of each the rarest need, by length: alternatives of conjunctions would multiply. */
function oneOf(rules: readonly unknown[], utils: Utils, depth: number): Alternatives | undefined {
  return anyOf(
    rules.map((each) => neededLiterals(each, utils, depth - 1).toSorted((a, b) => shortest(b) - shortest(a))[0]),
  );
}

/** The names in a pattern; a piece of a string need not stand alone. */
function wordsOf(pattern: string): Needs {
  const isWord = !/["'`]/.test(pattern);
  const words = pattern.match(/[A-Za-z_$][\w$]*/g) ?? [];
  return words
    .filter((word) => !word.includes("$") && word.length > 2)
    .map((text) => [{ text, isFolded: false, isWord }]);
}

function given(need: Alternatives | undefined): Needs {
  return need ? [need] : [];
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
