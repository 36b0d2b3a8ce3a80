import { z } from "zod";
import type { Finding } from "./finding.ts";
import { Scope } from "./knowledge.ts";
import type { PatchHunk } from "./patch.ts";
import { patchDigest } from "./patch-digest.ts";
import { Decision, Fingerprint } from "./decision.ts";
import { quoteDigest } from "./quote-digest.ts";
import { Cwe, Severity } from "./weakness.ts";

/** Characters of a symbol, sink or title that a mark keeps: enough to know a finding again, and for people to read. */
const MOST_CHARACTERS = 300;
const MOST_PATH_CHARACTERS = 4096;
const MOST_HUNKS = 100;

/** A comment has room for 65,536 characters, and the mark is base64 of compressed JSON. */
const MOST_PATCH_CHARACTERS = 12_000;

const Id = z.string().regex(/^[0-9a-f]{12}$/);
const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const Words = z.string().max(MOST_CHARACTERS);
const Line = z.int().positive();

/** A finding as we remember it on the pull request itself. Its `id` is its identity; the rest is for people and for learning. */
export const MarkedFinding = z.strictObject({
  id: Id,
  weakness: Cwe,
  severity: Severity,
  path: z.string().max(MOST_PATH_CHARACTERS),
  symbol: Words,
  sink: Words,
  title: Words,
  /** Of the quoted code: tells equal findings in one symbol apart. Absent in marks of before. */
  quote: Fingerprint.shape.quote,
  /** Of the function that it stood in at the head that it was said of: see `Fingerprint`. */
  unit: Fingerprint.shape.unit,
  /** Where it stood at the head that it was said of. */
  lines: z.strictObject({ startLine: Line, endLine: Line }),
  /** No analyser claims it, only a model. */
  byModel: z.boolean(),
  /** Knowledge that shaped it, so that its standing can follow what people do. */
  cites: z.array(z.strictObject({ scope: Scope, id: z.string().max(128) })).max(10),
  /** The checked repair that was offered with it; absent where there was none. */
  fix: z
    .strictObject({
      digest: z.string().regex(/^[0-9a-f]{16}$/),
      madeBy: z.strictObject({ kind: z.enum(["rule", "lesson", "model"]), name: z.string().max(128) }),
      title: Words,
      /** The exact bytes that were checked, so that they can be applied later; absent where they are too many for a comment. */
      hunks: z
        .array(
          z.strictObject({
            lines: z.strictObject({ startLine: Line, endLine: z.int().min(0) }),
            before: z.string(),
            after: z.string(),
          }),
        )
        .max(MOST_HUNKS)
        .optional(),
    })
    .optional(),
});
export type MarkedFinding = z.infer<typeof MarkedFinding>;

/** `late` = in code that a complete review had already passed: counted, and said in the list only. */
export const FindingState = z.enum(["open", "fixed", "declined", "accepted", "late"]);
export type FindingState = z.infer<typeof FindingState>;

/** What a comment of ours remembers. */
export const Mark = z.discriminatedUnion("kind", [
  /** One comment in the diff: the finding that it is about, and others that the same patch repairs. */
  z.strictObject({
    kind: z.literal("finding"),
    headSha: Sha,
    findings: z.array(MarkedFinding).min(1).max(20),
    /** It is a suggestion, which can be committed with one click. */
    button: z.literal(true).optional(),
  }),
  /** The body of a review: which findings it posted as comments. */
  z.strictObject({ kind: z.literal("review"), headSha: Sha, findings: z.array(Id).max(1000) }),
  /** The one summary: every finding's state. `about` stands there for findings that have no comment of their own. */
  z.strictObject({
    kind: z.literal("summary"),
    headSha: Sha,
    findings: z
      .array(z.strictObject({ id: Id, state: FindingState, fixedIn: Sha.optional(), about: MarkedFinding.optional() }))
      .max(1000),
  }),
  /** An answer: to which comment, and what it says, so that it is given once; where it says that somebody decided, what. */
  z.strictObject({
    kind: z.literal("reply"),
    to: z.int().positive(),
    says: z.string().max(40),
    decision: Decision.optional(),
    /** Answers with the same digest say the same to the same person: once is enough. */
    digest: z.string().max(64).optional(),
  }),
  /** Something about the pull request that is no finding, said once: `about` names it ("settings", "apply-asked"), `digest` which of them. */
  z.strictObject({ kind: z.literal("notice"), about: z.string().max(40), digest: z.string().max(64) }),
]);
export type Mark = z.infer<typeof Mark>;

/** What is remembered of a finding. `keep` takes secrets out of what came from the code. */
export function markedFinding(
  { id, weakness, severity, path, symbol, sink, title, quote, unitDigest, span, claimedBy, citations, fix }: Finding,
  keep: (text: string) => string = (text) => text,
): MarkedFinding {
  const short = (text: string) => keep(text).slice(0, MOST_CHARACTERS).toWellFormed();
  return {
    id,
    weakness,
    severity,
    path: keep(path).slice(0, MOST_PATH_CHARACTERS).toWellFormed(),
    symbol: short(symbol),
    sink: short(sink),
    title: short(title),
    quote: quoteDigest(quote),
    ...(unitDigest === undefined ? {} : { unit: unitDigest }),
    lines: { startLine: span.startLine, endLine: span.endLine },
    byModel: claimedBy.every(({ kind }) => kind === "model"),
    cites: citations.slice(0, 10).map(({ scope, id: entry }) => ({ scope, id: entry })),
    ...(fix?.reached === "L3"
      ? {
          fix: {
            digest: patchDigest(fix.patch),
            madeBy: {
              kind: fix.madeBy.kind,
              name: (fix.madeBy.kind === "model" ? fix.madeBy.name : fix.madeBy.id).slice(0, 128).toWellFormed(),
            },
            title: short(fix.title),
            ...(mayBeKept(fix.patch.hunks, keep) ? { hunks: fix.patch.hunks } : {}),
          },
        }
      : {}),
  };
}

/** Bytes that the guard against secrets would change stay out of comments in every form. */
function mayBeKept(hunks: readonly PatchHunk[], keep: (text: string) => string): boolean {
  const isOpen = (text: string) => keep(text) === text;
  return (
    hunks.length <= MOST_HUNKS &&
    JSON.stringify(hunks).length <= MOST_PATCH_CHARACTERS &&
    hunks.every(({ before, after }) => isOpen(before) && isOpen(after))
  );
}
