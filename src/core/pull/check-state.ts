import { createHash } from "node:crypto";
import { z } from "zod";
import type { CheckRun, EarlierCheck, PullRequest } from "../pull-request.ts";
import { isComplete, type Review } from "../review.ts";

/** GitHub documents no limit of an external id; what a column of text holds by custom is kept to. */
const MOST_CHARACTERS = 255;
const NAME_DIGITS = 8;
/** Two paths that share these are both taken for unread: that costs a look, and passes nothing. */
const PATH_DIGITS = 4;

const Sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

/** What a complete review had examined, for the reviews after it. Names and paths are short digests. */
const Examined = z.object({
  /** The merge base that it compared with. */
  baseSha: Sha.optional(),
  /** Absent when rules alone looked. */
  model: z.string().optional(),
  /** Files that were left out, or partly so, by choice or limit, one after the other: nobody has judged them. */
  unread: z.string(),
});
type Examined = z.infer<typeof Examined>;

/** What our check run remembers for the next run, as its external id. Only our App can write it. */
const CheckState = z.object({
  version: z.literal(1),
  /** `reviewed`: everything that could be said of this head was said. Anything else is done again. */
  outcome: z.enum(["reviewing", "reviewed", "draft", "skipped", "paused", "superseded", "failed"]),
  /** A commit may be the head of several pull requests, and a pull request may be given another base. */
  pull: z.int().positive().optional(),
  base: z.string().optional(),
  /** Only where all that was selected was read. */
  examined: Examined.optional(),
});
type CheckState = z.infer<typeof CheckState>;
export type CheckOutcome = CheckState["outcome"];

export function writeCheckState(outcome: CheckOutcome): string {
  return JSON.stringify({ version: 1, outcome });
}

/** The state after a review that said all it had to say. Where too much was left unread to be remembered, nothing is built upon it. */
export function writeReviewedState(review: Review, pull: Pick<PullRequest, "number" | "base">): string {
  const state: CheckState = {
    version: 1,
    outcome: "reviewed",
    pull: pull.number,
    base: digestOf(pull.base.ref, NAME_DIGITS),
  };
  const whole = isComplete(review) ? JSON.stringify({ ...state, examined: examinedBy(review) }) : "";
  return whole !== "" && whole.length <= MOST_CHARACTERS ? whole : JSON.stringify(state);
}

function examinedBy({ baseSha, model, unread }: Review): Examined {
  const paths = new Set(unread.map(({ path }) => digestOf(path, PATH_DIGITS)));
  return {
    ...(baseSha ? { baseSha } : {}),
    ...(model ? { model: digestOf(model.name, NAME_DIGITS) } : {}),
    unread: [...paths].join(""),
  };
}

function digestOf(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** Was this head reviewed to its end, for this pull request where one is given? */
export function wasReviewed(run: CheckRun | undefined, pull?: Pick<PullRequest, "number" | "base">): boolean {
  const state = run?.completed ? readState(run.externalId) : undefined;
  if (state?.outcome !== "reviewed") return false;
  if (!pull || state.pull === undefined) return true;
  return state.pull === pull.number && state.base === digestOf(pull.base.ref, NAME_DIGITS);
}

export function readOutcome(externalId: string): CheckOutcome | undefined {
  return readState(externalId)?.outcome;
}

/** A complete review of an earlier head of a pull request, or of this one. */
export type EarlierReview = {
  headSha: string;
  baseSha?: string;
  /** Did this model examine it? */
  isBy: (model: string) => boolean;
  /** Was the file left out, or some of it? */
  leftUnread: (path: string) => boolean;
};

/** The newest complete review of this pull request. `runs` come newest first. */
export function lastComplete(runs: readonly EarlierCheck[], number: number): EarlierReview | undefined {
  for (const { headSha, externalId } of runs) {
    const state = readState(externalId);
    if (state?.pull === number && state.outcome === "reviewed" && state.examined)
      return earlierReview(headSha, state.examined);
  }
  return undefined;
}

function earlierReview(headSha: string, { baseSha, model, unread }: Examined): EarlierReview {
  const paths = new Set(unread.match(new RegExp(`.{${PATH_DIGITS}}`, "g")));
  return {
    headSha,
    ...(baseSha ? { baseSha } : {}),
    isBy: (name) => model === digestOf(name, NAME_DIGITS),
    leftUnread: (path) => paths.has(digestOf(path, PATH_DIGITS)),
  };
}

function readState(externalId: string): CheckState | undefined {
  try {
    return CheckState.safeParse(JSON.parse(externalId)).data;
  } catch {
    return undefined;
  }
}
