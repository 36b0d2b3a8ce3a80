import { createHash } from "node:crypto";
import { z } from "zod";

const Id = z.int().positive();
const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

/** What asks for something of a pull request or an installation. Ids only: what they stand for, and who did it, is read again through the API. */
const Act = z.discriminatedUnion("act", [
  /** A comment that may hold a command, or a reply in one of our threads. */
  z.strictObject({ act: z.literal("comment"), number: Id, comment: Id, where: z.enum(["conversation", "diff"]) }),
  /** One of our own comments was edited: a box may have been ticked. */
  z.strictObject({
    act: z.literal("ticked"),
    number: Id,
    comment: Id,
    /** When that was, by GitHub's clock, in milliseconds since 1970: an older record of its edits is a stale one. */
    editedMs: z.int().positive().optional(),
  }),
  /** A button on one of our check runs: it only asks. The identifier is one of ours or it is dropped. */
  z.strictObject({ act: z.literal("button"), check: Id, button: z.enum(["review", "apply"]) }),
  /** "Re-run" of our check, or of all: which pull requests have this head is looked up, also those of forks. */
  z.strictObject({ act: z.literal("rerun"), headSha: Sha }),
  z.strictObject({ act: z.literal("closed"), number: Id, merged: z.boolean().optional() }),
  z.strictObject({ act: z.literal("thread"), number: Id }),
  /** A review of this head ended without a word: superseded, or given up. Its check must not hang. */
  z.strictObject({
    act: z.literal("unfinished"),
    number: Id,
    headSha: Sha.optional(),
    why: z.enum(["superseded", "failed"]),
  }),
  z.strictObject({ act: z.literal("merge-group"), headSha: Sha, headRef: z.string().max(500), baseSha: Sha }),
  z.strictObject({ act: z.literal("push"), ref: z.string().max(500) }),
]);
export type Act = z.infer<typeof Act>;

const InRepository = { installation: Id, repository: Id };
/** When GitHub last changed what the event tells of, by its own clock: an older state that it answers with is a stale one. */
const AsOf = z.int().positive().optional();

/**
 * One accepted piece of work, as it lies in the queue. `review` is level-triggered: the worker reads the head of that moment.
 * `sweep` reads an installation, or one repository of it, for open pull requests that lack a review of their head.
 */
export const Job = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("review"),
    ...InRepository,
    number: Id,
    /** Somebody asked: also where this head was reviewed, is a draft, or reviews are paused. */
    again: z.boolean().default(false),
    /** The model examines everything once more, also what an earlier review had examined and nothing touched since. */
    full: z.boolean().optional(),
    asOfMs: AsOf,
  }),
  z.strictObject({ kind: z.literal("act"), ...InRepository, does: Act, asOfMs: AsOf }),
  z.strictObject({ kind: z.literal("sweep"), installation: Id, repository: Id.optional() }),
  /** The App was uninstalled or suspended: nothing more is asked of GitHub for it. */
  z.strictObject({ kind: z.literal("gone"), installation: Id, repository: Id.optional() }),
]);
export type Job = z.infer<typeof Job>;
export type ReviewJob = Extract<Job, { kind: "review" }>;
export type ActJob = Extract<Job, { kind: "act" }>;

/** Jobs of one key run one at a time: reviews of one pull request, acts on one pull request (or, where none is named, one repository). */
export function jobKey(job: Job): string {
  if (job.kind === "review") return `review:${job.repository}:${job.number}`;
  if (job.kind === "sweep" || job.kind === "gone") return `${job.kind}:${job.installation}:${job.repository ?? "all"}`;
  return `act:${job.repository}:${"number" in job.does ? job.does.number : job.does.act}`;
}

/** The same delivery gives the same id, whatever its GUID and event header say: those are not signed, the body is. */
export function jobId(job: Job, body: unknown): string {
  const digest = createHash("sha256").update(JSON.stringify(body)).digest("hex").slice(0, 32);
  return `${jobKey(job)}:${digest}`;
}
