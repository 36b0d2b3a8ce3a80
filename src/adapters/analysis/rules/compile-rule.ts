import { createRequire } from "node:module";
import { extname } from "node:path";
import type { NapiConfig } from "@ast-grep/napi";
import type { RuleSummary } from "../../../core/analysis.ts";
import type { Language } from "../../../core/language.ts";
import { UserError } from "../../../core/errors.ts";
import type { SourceKind } from "../flow/taint/model-schema.ts";
import { compileModels, type Models } from "../flow/taint/models.ts";
import { purposesOf, type Purposes } from "../flow/taint/purposes.ts";
import type { Fixer } from "../fixers/fixer.ts";
import type { Flow, Match, RuleFile, Utils, TemplateFix } from "./rule-schema.ts";
import { callsRule } from "./calls-rule.ts";
import { neededByMatch, type Needs } from "./needed-literals.ts";
import { withAsciiRegexes } from "./ascii-regex.ts";
import { probeOf } from "./probe-of.ts";
import { withNotLast } from "./not-last.ts";
import { utilsInUse } from "./utils-in-use.ts";
import { vocabularyOf } from "./vocabulary.ts";

const require = createRequire(import.meta.url);

/** What `findAll` takes, and the flows that a match must satisfy besides. */
export type Matcher = {
  config: NapiConfig;
  flow: readonly CompiledFlow[];
  /** The match must be a call of one of these paths. */
  calls?: { paths: ReadonlySet<string>; models: () => Models };
  /** Finds at least as much for less, where it is worth asking the flows of that first. */
  probe?: NapiConfig;
  /** What a text must hold besides, as far as the rule's own words say; found at its first use. */
  needs: () => Needs;
};
export type CompiledFlow = Pick<Flow, "into" | "varying" | "parameter" | "fact" | "of"> & {
  from?: NapiConfig;
  stoppedBy?: NapiConfig;
  tainted?: { purposes: Purposes; by: readonly SourceKind[]; models: () => Models };
};
export type CompiledShape = Matcher & { names: readonly string[] };
export type CompiledFix = TemplateFix | { title: string; imports: string[]; fixer: Fixer };

/** A rule file, ready to run. */
export type Rule = Pick<
  RuleFile,
  "id" | "tier" | "weakness" | "severity" | "message" | "prefilter" | "alsoNeeds" | "report" | "sink"
> & {
  matcher: Matcher;
  secure: readonly CompiledShape[];
  /** @throws UserError when the file names a fixer that isn't there, or options that the fixer refuses. */
  readonly fixes: readonly CompiledFix[];
  readonly summary: RuleSummary;
};

/** `fixes` and `summary` are made at their first use: they need the fixers' code, and most files have nothing to repair. */
export function compileRule(
  file: RuleFile,
  language: Language,
  shared: Utils,
  path: string,
  models: () => Models = () => compileModels([]),
): Rule {
  let fixes: CompiledFix[] | undefined;
  const { id, tier, weakness, severity, title, message, references, prefilter } = file;
  return {
    id,
    tier,
    weakness,
    severity,
    message,
    prefilter,
    get fixes() {
      return (fixes ??= file.fixes.map((fix) => compileFix(fix, language, path)));
    },
    ...(file.alsoNeeds && { alsoNeeds: file.alsoNeeds }),
    ...(file.report === undefined ? {} : { report: file.report }),
    ...(file.sink === undefined ? {} : { sink: file.sink }),
    matcher: matcherOf(file.match, language, shared, models),
    secure: file.secure.map((shape) => ({
      ...matcherOf(shape, language, { ...shared, ...file.match.utils }, models),
      names: shape.names ?? metavariablesIn(shape),
    })),
    get summary() {
      return {
        id,
        language,
        weakness,
        severity,
        tier,
        title,
        message,
        references,
        hasFix: file.fixes.length > 0,
        hasShape: file.secure.length > 0,
        vocabulary: vocabularyOf(file, this.fixes),
      };
    },
  };
}

function compileFix(fix: RuleFile["fixes"][number], language: Language, path: string): CompiledFix {
  if (!("use" in fix)) return fix;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file, loaded when a fixer is first asked for
  const { fixerNamed } = require(`../fixers/fixers${extname(import.meta.url)}`) as typeof import("../fixers/fixers.ts");
  const make = fixerNamed(fix.use, language);
  if (!make) throw new UserError(`${path}: fixes: there is no fixer ${fix.use}`);
  try {
    return { title: fix.title, imports: fix.imports, fixer: make(fix.with) };
  } catch (error) {
    throw new UserError(`${path}: fixes: options that ${fix.use} doesn't take`, { cause: error });
  }
}

/** A language without a view of its calls has no such rules. */
const NOTHING = { pattern: "$_", not: { pattern: "$_" } };

function matcherOf(match: Match, language: Language, shared: Utils, models: () => Models): Matcher {
  const { calls } = match;
  const { constraints, transform, flow = [], ...given } = withAsciiRegexes(withNotLast(match));
  const called = calls && (callsRule(match, language) ?? NOTHING);
  const rule = called && given.rule ? { all: [called, given.rule] } : (called ?? given.rule ?? NOTHING);
  const utilsFor = (...parts: unknown[]) => {
    const used = withAsciiRegexes(withNotLast(utilsInUse(parts, match.utils ?? {}, shared)));
    return Object.keys(used).length > 0 ? { utils: used } : {};
  };
  const config = { rule, ...(constraints && { constraints }), ...(transform && { transform }) };
  const flows = flow.map(({ into, varying, parameter, from, stoppedBy, tainted, by, fact, of }) => ({
    into,
    varying,
    parameter,
    ...(fact && { fact }),
    ...(of !== undefined && { of }),
    ...(from && { from: { rule: from, ...utilsFor(from) } }),
    ...(tainted !== undefined && { tainted: { purposes: purposesOf([tainted].flat()), by, models } }),
    ...(stoppedBy && { stoppedBy: { rule: stoppedBy, ...utilsFor(stoppedBy) } }),
  }));
  const whole = { ...config, ...utilsFor(rule, constraints) };
  const probe = probeOf(whole, flows);
  return {
    config: whole,
    ...(probe && { probe }),
    ...(calls && { calls: { paths: new Set(calls), models } }),
    flow: flows,
    needs: once(() => neededByMatch(whole, flows)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function metavariablesIn(match: Match): string[] {
  const names = JSON.stringify([match.rule, match.constraints]).matchAll(/\$([A-Z_][A-Z0-9_]*)/g);
  return [...new Set([...names].map((name) => name[1] ?? ""))].filter((name) => !name.startsWith("_"));
}
