import type { Budget } from "../budget.ts";
import type { DecisionStore } from "../decision.ts";
import type { Degraded, PullRequest, PullRequestHost } from "../pull-request.ts";
import type { Redactor } from "../redaction.ts";
import type { ReviewDeps } from "../review-deps.ts";
import type { Words } from "../words.ts";

/** What the App's core works with on one pull request. */
export type PullDeps = {
  host: PullRequestHost;
  review: Omit<ReviewDeps, "redactor" | "budget" | "progress" | "signal" | "policy" | "knowledge" | "learning" | "all">;
  /** The store of lessons; which scopes may be read follows from the pull request. */
  store?: NonNullable<ReviewDeps["knowledge"]>["store"];
  /** Decisions that outlive their pull request; without it only those of the pull request's own comments count. */
  decisions?: DecisionStore;
  openBudget: () => Budget;
  /** Our words for this pull request, signed for it. `keep` takes secrets out; without `apply` that command is not spoken of. */
  openWords: (pull: PullRequest, keep: Redactor["scrub"], offers?: { apply: boolean }) => Words;
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
  /** What was done, for logs and metrics: fixed words and counts. */
  observe: (what: Observation) => void;
};

export type Observation =
  | { what: "review"; findings: number; suggestions: number; incomplete: boolean; tokens: number; rounds: number }
  /** Findings of code that an earlier, complete review had passed: `listed` are medium and lower, `said` high and critical. */
  | { what: "late"; listed: number; said: number }
  | { what: "degraded"; action: string }
  | { what: "applied" | "learned"; amount: number };

/** Did it happen? Where a right is missing the caller does without, and it is counted. */
export function allowed<Result>(
  result: Result | Degraded,
  action: string,
  deps: Pick<PullDeps, "observe">,
): result is Exclude<Result, Degraded> {
  if (result !== "forbidden") return true;
  deps.observe({ what: "degraded", action });
  return false;
}
