import { z } from "zod";
import { CHECK_LEVELS } from "../core/finding.ts";
import { Scope, Standing } from "../core/knowledge.ts";
import { Severity } from "../core/weakness.ts";

/** Raised when a field changes its meaning or goes; new fields may come at any time. */
export const SCHEMA_VERSION = 1;

const Count = z.int().min(0);
const Line = z.int().min(1);
const Weakness = z.string().regex(/^CWE-[1-9]\d{0,4}$/);
const Lines = z.object({ startLine: Line, endLine: z.int().min(0) });

const Span = Lines.extend({
  start: Count.describe("Offset in UTF-16 code units"),
  end: Count.describe("Offset after the last code unit"),
  startColumn: Line.describe("From 1, in UTF-16 code units"),
  endColumn: Line.describe("The column after the last one"),
});

const Claimant = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rule"), id: z.string() }),
  z.object({ kind: z.literal("model"), name: z.string() }),
  z.object({ kind: z.literal("sarif"), tool: z.string(), id: z.string() }),
]);

const Maker = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("rule"), id: z.string() }),
  z.object({ kind: z.literal("lesson"), id: z.string() }),
  z.object({ kind: z.literal("model"), name: z.string() }),
]);

const Provenance = z.object({
  author: z.enum(["agent", "person", "unknown"]),
  name: z.string().optional(),
  trust: z.enum(["recorded", "authenticated", "claimed", "weak"]).optional(),
  lines: z.array(Lines).optional(),
});

const Check = z.object({
  level: z.enum(CHECK_LEVELS),
  name: z.string(),
  outcome: z.enum(["passed", "failed", "not-run"]),
  detail: z.string(),
});

const Hunk = z.object({
  lines: Lines.describe("Whole lines at the head; endLine = startLine - 1 inserts before startLine"),
  before: z.string(),
  after: z.string(),
});

const Fix = z.object({
  title: z.string(),
  explanation: z.string().optional().describe("The model's words for the author"),
  madeBy: Maker,
  reached: z.enum([...CHECK_LEVELS, "none"]).describe("Highest level that did not fail, nor any below it"),
  checks: z.array(Check),
  examinedByModelOnly: z.boolean().describe("No analyser covers the weakness"),
  repairs: z.array(z.string()).describe("Ids of all findings that it repairs"),
  patch: z.array(Hunk).optional().describe("Only of a fix that reached L3: in order, for exactly the head text"),
  withheld: z.string().optional().describe("Why there is no patch here"),
});

const Finding = z.object({
  id: z.string().describe("Stays the same when lines move"),
  path: z.string(),
  symbol: z.string(),
  weakness: Weakness,
  severity: Severity,
  confidence: z.number().min(0).max(1),
  title: z.string(),
  reason: z.string(),
  span: Span,
  quote: z.string().describe("The code of the span, secrets replaced"),
  sink: z.string(),
  origin: z.enum(["introduced", "existing"]),
  claimedBy: z.array(Claimant),
  provenance: z.array(Provenance),
  fix: Fix.optional(),
  advice: z.string(),
  citations: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum(["practice", "lesson"]),
      scope: Scope,
      standing: Standing.required(),
    }),
  ),
});

const UnitAccount = z.object({
  path: z.string(),
  name: z.string(),
  lines: Lines,
  rounds: Count,
  context: z.array(z.object({ role: z.string(), path: z.string(), lines: Lines, reason: z.string() })),
  trace: z.array(z.object({ step: z.string(), detail: z.string() })),
});

/** What `--format json` writes. Published as `schema/review.schema.json`. */
export const ReviewDocument = z
  .object({
    schemaVersion: z.literal(SCHEMA_VERSION),
    tool: z.object({ name: z.literal("ReflexGen"), version: z.string() }),
    title: z.string(),
    baseSha: z.string().optional(),
    headSha: z.string().optional(),
    complete: z
      .boolean()
      .describe("Everything that was selected was read; without it, no findings does not mean clean"),
    model: z
      .object({ name: z.string(), destination: z.string() })
      .optional()
      .describe("Absent when no model was asked"),
    read: z.object({ files: Count, units: Count, lines: Count }),
    findings: z.array(Finding).describe("Worst first"),
    unread: z.array(
      z.object({
        path: z.string(),
        lines: Lines.optional(),
        reason: z.string(),
        failed: z.boolean().describe("It was selected and could not be read"),
      }),
    ),
    suppressed: z.array(z.object({ id: z.string(), path: z.string(), weakness: z.string(), reason: z.string() })),
    notes: z.array(z.string()),
    cost: z.object({
      calls: Count,
      inputTokens: Count,
      outputTokens: Count,
      cachedTokens: Count,
      estimatedTokens: z.boolean(),
      milliseconds: z.number().min(0),
      money: z.number().min(0).optional(),
    }),
    units: z.array(UnitAccount).optional().describe("With --explain: what was looked at in each unit"),
  })
  .describe("A security review by ReflexGen");
export type ReviewDocument = z.infer<typeof ReviewDocument>;

/** The published form. New fields may come, so that unknown ones are no error. */
export function reviewSchema(): object {
  return { title: "ReflexGen review", ...z.toJSONSchema(ReviewDocument, { io: "input" }) };
}
