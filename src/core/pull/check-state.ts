import { z } from "zod";
import type { CheckRun, EarlierCheck, PullRequest } from "../pull-request.ts";
import { isComplete, type Review } from "../review.ts";

/** What one external id may hold of paths; a review that left more unread is not built upon. */
const MOST_UNREAD_CHARACTERS = 12_000;

const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

/** What a complete review had examined, for the reviews after it. */
const Examined = z.object({
  /** The merge base that it compared with. */
  baseSha: Sha.optional(),
  /** Absent when rules alone looked. */
  model: z.string().max(200).optional(),
  /** Files that were left out, or partly so, by choice or limit: nobody has judged them. */
  unread: z.array(z.string()),
});

/** What our check run remembers for the next run, as its external id. Only our App can write it. */
const CheckState = z.object({
  version: z.literal(1),
  /** `reviewed`: everything that could be said of this head was said. Anything else is done again. */
  outcome: z.enum(["reviewing", "reviewed", "draft", "skipped", "paused", "superseded", "failed"]),
  /** A commit may be the head of several pull requests, and a pull request may be given another base. */
  pull: z.int().positive().optional(),
  base: z.string().max(500).optional(),
  /** Only where all that was selected was read. */
  examined: Examined.optional(),
});
type CheckState = z.infer<typeof CheckState>;
export type CheckOutcome = CheckState["outcome"];

export function writeCheckState(outcome: CheckOutcome): string {
  return JSON.stringify({ version: 1, outcome });
}

/** The state after a review that said all it had to say. */
export function writeReviewedState(review: Review, pull: Pick<PullRequest, "number" | "base">): string {
  const examined = examinedBy(review);
  const state: CheckState = {
    version: 1,
    outcome: "reviewed",
    pull: pull.number,
    base: pull.base.ref.slice(0, 500),
    ...(examined ? { examined } : {}),
  };
  return JSON.stringify(state);
}

function examinedBy(review: Review): z.infer<typeof Examined> | undefined {
  const unread = [...new Set(review.unread.map(({ path }) => path))];
  if (!isComplete(review) || JSON.stringify(unread).length > MOST_UNREAD_CHARACTERS) return undefined;
  return {
    ...(review.baseSha ? { baseSha: review.baseSha } : {}),
    ...(review.model ? { model: review.model.name.slice(0, 200) } : {}),
    unread,
  };
}

/** Was this head reviewed to its end, for this pull request where one is given? */
export function wasReviewed(run: CheckRun | undefined, pull?: Pick<PullRequest, "number" | "base">): boolean {
  const state = run?.completed ? readState(run.externalId) : undefined;
  if (state?.outcome !== "reviewed") return false;
  if (!pull || state.pull === undefined) return true;
  return state.pull === pull.number && state.base === pull.base.ref.slice(0, 500);
}

export function readOutcome(externalId: string): CheckOutcome | undefined {
  return readState(externalId)?.outcome;
}

/** A complete review of an earlier head of a pull request, or of this one. */
export type EarlierReview = { headSha: string } & z.infer<typeof Examined>;

/** The newest complete review of this pull request. `runs` come newest first. */
export function lastComplete(runs: readonly EarlierCheck[], number: number): EarlierReview | undefined {
  for (const { headSha, externalId } of runs) {
    const state = readState(externalId);
    if (state?.pull === number && state.outcome === "reviewed" && state.examined) return { headSha, ...state.examined };
  }
  return undefined;
}

function readState(externalId: string): CheckState | undefined {
  try {
    return CheckState.safeParse(JSON.parse(externalId)).data;
  } catch {
    return undefined;
  }
}
