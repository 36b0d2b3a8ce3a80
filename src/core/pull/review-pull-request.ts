import type { Change } from "../change.ts";
import { EmptyChangeError } from "../errors.ts";
import { POLICY_PATH, type Policy } from "../policy.ts";
import type { Conclusion, PullRequest } from "../pull-request.ts";
import { readPolicyOrDefault } from "../read-policy.ts";
import { openRedactor, type Redactor } from "../redaction.ts";
import { isComplete, type Review } from "../review.ts";
import { reviewChange } from "../review-change.ts";
import type { Words } from "../words.ts";
import { wasReviewed, writeCheckState, type CheckOutcome } from "./check-state.ts";
import { allowed, type PullDeps } from "./deps.ts";
import { readLedger } from "./ledger.ts";
import { publish } from "./publish.ts";
import { settle } from "./settle.ts";

type Reading = {
  pull: PullRequest;
  change: Change;
  words: Words;
  policy: Policy;
  /** What is wrong with the settings, where they were left out. */
  problem: string | undefined;
  redactor: Redactor;
};

/** How a review job ended; all of them are ends. `moved`: the head is another by now, whose own job comes. */
export type ReviewOutcome = "reviewed" | "known" | "closed" | "draft" | "moved";

/**
 * Reviews the head of a pull request as it is now and tells people. Safe to run again after a crash at any point: a head whose review
 * was finished is left alone unless `again`, and what was said of it before the crash is not said twice.
 */
export async function reviewPullRequest({ again }: { again: boolean }, deps: PullDeps): Promise<ReviewOutcome> {
  const { host } = deps;
  const pull = await host.read();
  if (pull.state === "closed") return "closed";
  if (!again && wasReviewed(await host.checks.find(pull.head.sha))) return "known";
  const redactor = openRedactor();
  const words = deps.openWords(pull, redactor.scrub);
  const { policy, problem } = await readPolicyOrDefault({
    readBase: async (path) => (path === POLICY_PATH ? host.readAt(pull.base.sha, path) : undefined),
  });
  if (pull.draft && !policy.drafts && !again) {
    const why = "this is a draft: it is reviewed when it is ready, or now by /reflexgen review";
    await ensureCheck(pull, words, { state: "not-reviewed", why }, { outcome: "draft", conclusion: "neutral" }, deps);
    return "draft";
  }
  await ensureCheck(pull, words, { state: "reviewing" }, { outcome: "reviewing" }, deps);

  const change = await openChange(pull, deps);
  if (typeof change === "string") {
    const ending = { outcome: "reviewed", conclusion: policy.whenNotReviewed ?? "neutral" } as const;
    await ensureCheck(pull, words, { state: "not-reviewed", why: change }, ending, deps);
    return "reviewed";
  }
  try {
    return await reviewAndTell({ pull, change, words, policy, problem, redactor }, deps);
  } finally {
    await change.close?.();
  }
}

/** The review of a change that could be read, and what follows from it. */
async function reviewAndTell(
  { pull, change, words, policy, problem, redactor }: Reading,
  deps: PullDeps,
): Promise<"reviewed" | "moved"> {
  const { host, signal } = deps;
  const review = await runReview(pull, change, policy, redactor, deps);
  if (problem !== undefined) review.notes.unshift(`settings of the repository were left out: ${problem}`);
  signal.throwIfAborted();

  const now = await host.read();
  if (now.head.sha !== pull.head.sha || now.state === "closed") {
    const why = now.state === "closed" ? "the pull request was closed meanwhile" : "a newer commit came meanwhile";
    const ending = { outcome: "superseded", conclusion: "neutral" } as const;
    await ensureCheck(pull, words, { state: "not-reviewed", why }, ending, deps);
    return "moved";
  }
  const ledger = readLedger(await host.conversation.read(), words);
  const settled = await settle(review, ledger, change, { readAt: (sha, path) => host.readAt(sha, path) });
  const scrub = redactor.scrub;
  const suggestions = await publish({ pull, change, review, ledger, settled, policy, words, scrub }, deps);
  deps.observe({
    what: "review",
    findings: settled.fresh.length,
    suggestions,
    incomplete: !isComplete(review),
    tokens: review.cost.inputTokens + review.cost.outputTokens,
    rounds: review.accounts.reduce((sum, { rounds }) => sum + rounds, 0),
  });
  return "reviewed";
}

/** The change, or why there is none that can be read, in words for people. */
async function openChange(pull: PullRequest, { host, signal }: PullDeps): Promise<Change | string> {
  try {
    return await host.openChange(pull, signal);
  } catch (error) {
    if (error instanceof EmptyChangeError) return error.message;
    throw error;
  }
}

function runReview(
  pull: PullRequest,
  change: Change,
  policy: Policy,
  redactor: Redactor,
  { review, store, openBudget, signal }: PullDeps,
): Promise<Review> {
  return reviewChange(change, {
    ...review,
    ...(store ? { knowledge: { store, scopes: ["shared", repositoryScope(pull)] } } : {}),
    all: false,
    policy,
    redactor,
    budget: openBudget(),
    progress: () => {},
    signal,
  });
}

/** Lessons of one repository are read by its own reviews only. */
export function repositoryScope({ repository }: Pick<PullRequest, "repository">): string {
  return `repo:${repository}`;
}

type Ending = { outcome: CheckOutcome; conclusion?: Conclusion };

/** The check of a head of which there is no review (yet). */
export async function ensureCheck(
  { head }: Pick<PullRequest, "head">,
  words: Words,
  says: { state: "reviewing" | "not-reviewed"; why?: string },
  { outcome, conclusion }: Ending,
  deps: Pick<PullDeps, "host" | "observe">,
): Promise<void> {
  const done = await deps.host.checks.ensure({
    headSha: head.sha,
    ...words.checkWithout({ headSha: head.sha, ...says }),
    ...(conclusion ? { conclusion } : {}),
    externalId: writeCheckState(outcome),
    ...(conclusion
      ? { actions: [{ label: "Review", description: "Reads this commit now", identifier: "review" as const }] }
      : {}),
  });
  allowed(done, "check", deps);
}
