import type { Change } from "../change.ts";
import { EmptyChangeError } from "../errors.ts";
import type { Policy } from "../policy.ts";
import type { Conclusion, PullRequest } from "../pull-request.ts";
import { openRedactor, type Redactor } from "../redaction.ts";
import { isComplete, type Review } from "../review.ts";
import { reviewChange } from "../review-change.ts";
import type { ReviewDeps } from "../review-deps.ts";
import type { Words } from "../words.ts";
import { mayApplyHere } from "./apply/waiting-fixes.ts";
import { wasReviewed, writeCheckState, type CheckOutcome } from "./check-state.ts";
import { conclude } from "./tell/conclusion.ts";
import { allowed, type PullDeps } from "./deps.ts";
import { holdAgainstLedger } from "./ledger/hold-against-ledger.ts";
import { readLedger, type Ledger } from "./ledger/ledger.ts";
import { examineSince, lookBack } from "./ledger/look-back.ts";
import { publish } from "./tell/publish.ts";
import { readSettings, type Settings } from "./settings/settings.ts";
import { ensureSettingsNotice, readBroughtSettings } from "./settings/settings-notice.ts";
import { broughtNotes } from "./settings/brought-notes.ts";
import { whySkipped } from "./settings/why-skipped.ts";

type Reading = {
  pull: PullRequest;
  change: Change;
  words: Words;
  settings: Settings;
  redactor: Redactor;
  /** As it was before the review. */
  ledger: Ledger;
  full: boolean;
};

/** How a review job ended; all of them are ends. `moved`: the head is another by now, whose own job comes. */
export type ReviewOutcome = "reviewed" | "known" | "closed" | "draft" | "skipped" | "paused" | "moved";

/**
 * Reviews the head of a pull request as it is now and tells people. Safe to run again after a crash at any point: a head whose review
 * was finished is left alone unless `again`, and what was said of it before the crash is not said twice.
 */
export async function reviewPullRequest(
  { again, full = false }: { again: boolean; full?: boolean | undefined },
  deps: PullDeps,
): Promise<ReviewOutcome> {
  const { host } = deps;
  const pull = await host.read();
  if (pull.state === "closed") return "closed";
  if (!again && wasReviewed(await host.checks.find(pull.head.sha), pull)) return "known";
  const redactor = openRedactor();
  const settings = await readSettings(pull, host);
  const { policy } = settings;
  const words = deps.openWords(pull, redactor.scrub, { apply: await mayApplyHere(pull, policy, host) });
  if (pull.draft && !policy.drafts && !again) {
    const why = "this is a draft: it is reviewed when it is ready, or now by /reflexgen review";
    await ensureCheck(pull, words, { state: "not-reviewed", why }, { outcome: "draft", conclusion: "neutral" }, deps);
    return "draft";
  }
  const skipped = again ? undefined : whySkipped(pull.labels, policy);
  if (skipped !== undefined) {
    const ending = { outcome: "skipped", conclusion: policy.whenNotReviewed ?? "neutral" } as const;
    await ensureCheck(pull, words, { state: "not-reviewed", why: skipped }, ending, deps);
    return "skipped";
  }
  const ledger = readLedger(await host.conversation.read(), words);
  if (ledger.paused && !again) {
    const required = await host.checks.isRequired(pull.base.ref);
    const conclusion = conclude({ open: [], complete: false, required }, policy);
    const why = "reviews are paused here: /reflexgen resume goes on with them, /reflexgen review reads this commit";
    await ensureCheck(pull, words, { state: "not-reviewed", why }, { outcome: "paused", conclusion }, deps);
    return "paused";
  }
  await ensureCheck(pull, words, { state: "reviewing" }, { outcome: "reviewing" }, deps);

  const change = await openChange(pull, deps);
  if (typeof change === "string") {
    const ending = { outcome: "reviewed", conclusion: policy.whenNotReviewed ?? "neutral" } as const;
    await ensureCheck(pull, words, { state: "not-reviewed", why: change }, ending, deps);
    return "reviewed";
  }
  try {
    return await reviewAndTell({ pull, change, words, settings, redactor, ledger, full }, deps);
  } finally {
    await change.close?.();
  }
}

/** The review of a change that could be read, and what follows from it. */
async function reviewAndTell(
  { pull, change, words, settings, redactor, ledger: before, full }: Reading,
  deps: PullDeps,
): Promise<"reviewed" | "moved"> {
  const { host, signal } = deps;
  const { policy } = settings;
  const back = await lookBack(pull, change, before, deps);
  const examine = full ? undefined : await examineSince(back, change, before, deps.review);
  const found = await runReview(pull, change, { policy, redactor, examine }, deps);
  const brought = await readBroughtSettings(change);
  found.notes.unshift(...settings.notes, ...broughtNotes(brought, settings));
  signal.throwIfAborted();

  const now = await host.read();
  if (now.head.sha !== pull.head.sha || now.state === "closed") {
    const why = now.state === "closed" ? "the pull request was closed meanwhile" : "a newer commit came meanwhile";
    const ending = { outcome: "superseded", conclusion: "neutral" } as const;
    await ensureCheck(pull, words, { state: "not-reviewed", why }, ending, deps);
    return "moved";
  }
  const conversation = await host.conversation.read();
  const problem = brought && "problem" in brought ? brought.problem : undefined;
  await ensureSettingsNotice(problem, conversation, words, deps);
  const ledger = readLedger(conversation, words);
  const scrub = redactor.scrub;
  const { review, settled } = await holdAgainstLedger({ pull, change, review: found, ledger, back, scrub }, deps);
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
  { policy, redactor, examine }: { policy: Policy; redactor: Redactor; examine: ReviewDeps["examine"] },
  { review, store, openBudget, signal }: PullDeps,
): Promise<Review> {
  return reviewChange(change, {
    ...review,
    ...(examine ? { examine } : {}),
    ...(store ? { knowledge: { store, scopes: ["shared", repositoryScope(pull)] } } : {}),
    all: false,
    silentOnOlder: !pull.private,
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
