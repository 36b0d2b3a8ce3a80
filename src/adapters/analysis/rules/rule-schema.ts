import type { Rule as RuleObject } from "@ast-grep/napi";
import { z } from "zod";
import { Cwe, Severity } from "../../../core/weakness.ts";
import { MemoryFact } from "../flow/memory/memory-fact.ts";
import { Path, SourceKind } from "../flow/taint/model-schema.ts";
import { PURPOSES } from "../flow/taint/purposes.ts";

/** An ast-grep rule object. What it holds is checked by ast-grep itself when the rule's own tests run. */
export const AstRule = z.custom<AstRule>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "not an ast-grep rule object",
);
export type AstRule = RuleObject;

/**
 * Where a value comes from, followed back through the assignments of the enclosing function (and of the module).
 * Holds when something that matches `from` reaches the metavariable's node. With `varying` that something, or
 * without `from` the node itself, must be made of more than constants; `parameter` lets the function's own parameters
 * count as a source. What passes through a node that matches `stoppedBy` doesn't count.
 *
 * With `tainted` it is the engine of `flow/taint` that is asked, over the whole file: somebody outside (`by`) chooses a part
 * of the value, and nothing on its way made it safe for that purpose. With `fact` it is `flow/memory`, over one function.
 */
export const Flow = z
  .strictObject({
    into: z.string().regex(/^[A-Z_][A-Z0-9_]*$/, "not a metavariable's name, without its $"),
    from: AstRule.optional(),
    varying: z.boolean().default(false),
    parameter: z.boolean().default(false),
    stoppedBy: AstRule.optional(),
    tainted: z.union([z.enum(PURPOSES), z.array(z.enum(PURPOSES)).min(1)]).optional(),
    by: z.array(SourceKind).min(1).default(["remote"]),
    fact: MemoryFact.optional(),
    of: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/, "not a metavariable's name, without its $")
      .optional(),
  })
  .refine(
    (flow) => flow.tainted !== undefined || flow.fact || flow.from || flow.varying || flow.parameter,
    "says no source: tainted, fact, from, varying or parameter",
  );
export type Flow = z.infer<typeof Flow>;

/** Utility rules by name, for `matches`. */
export const Utils = z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, "not a utility's name"), AstRule);
export type Utils = z.infer<typeof Utils>;

const Place = z.union([z.int().min(0).max(9), z.string().regex(/^\w+$/, "not an argument's place or name")]);

const MATCH = {
  rule: AstRule.optional(),
  /** Beside a rule object, or without one: calls by the paths of flow files, whatever they are imported as; they bind `$CALLEE`. */
  calls: z.array(Path).min(1).max(80).optional(),
  /** Which argument of theirs `$VALUE` is: its place, its keyword, some of them, or the whole list. */
  argument: z.union([z.literal("any"), Place, z.array(Place).min(1)]).optional(),
  constraints: z.record(z.string(), AstRule).optional(),
  utils: Utils.optional(),
  transform: z.record(z.string(), z.unknown()).optional(),
  flow: z.array(Flow).max(6).optional(),
};
const hasRuleOrCalls = (match: { rule?: unknown; calls?: unknown }): boolean =>
  match.rule !== undefined || match.calls !== undefined;
export const Match = z.strictObject(MATCH).refine(hasRuleOrCalls, "needs a rule or calls");
export type Match = z.infer<typeof Match>;

const SecureShape = z
  .strictObject({ ...MATCH, names: z.array(z.string()).optional() })
  .refine(hasRuleOrCalls, "needs a rule or calls");
export type SecureShape = z.infer<typeof SecureShape>;

const title = z.string().min(3).max(120);
const imports = z.array(z.string().max(200)).max(5).default([]);
export const TemplateFix = z.strictObject({
  title,
  rewrite: z.string().max(4000),
  target: z.string().optional(),
  imports,
});
export type TemplateFix = z.infer<typeof TemplateFix>;
const FixerFix = z.strictObject({
  title,
  use: z.string().regex(/^[a-z0-9-]+$/, "not a fixer's name"),
  with: z.record(z.string(), z.unknown()).default({}),
  imports,
});
export type FixerFix = z.infer<typeof FixerFix>;

const LITERALS = z.array(z.string().min(2).max(80)).min(1).max(40);

/** A rule file, `knowledge/rules/<folder>/<name>.yml`. `knowledge/rules/README.md` explains each key to writers. */
export const RuleFile = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z0-9]+)+$/, "not an id: the folder, a dash, and the file's name"),
  title,
  weakness: Cwe,
  severity: Severity,
  tier: z.enum(["speaks", "hints"]),
  message: z.string().min(20).max(600),
  references: z
    .array(z.url({ protocol: /^https$/ }))
    .max(8)
    .default([]),
  prefilter: LITERALS,
  alsoNeeds: LITERALS.optional(),
  match: Match,
  report: z.string().optional(),
  sink: z.string().min(1).max(80).optional(),
  secure: z.array(SecureShape).max(12).default([]),
  fixes: z
    .array(z.union([TemplateFix, FixerFix]))
    .max(6)
    .default([]),
  vocabulary: z.array(z.string().min(1).max(120)).max(40).default([]),
});
export type RuleFile = z.infer<typeof RuleFile>;

/** `utils.yml` of a folder: utility rules that every rule of the folder may use by `matches`. */
export const SharedUtils = z.strictObject({ utils: Utils });
