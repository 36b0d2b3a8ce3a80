import type { Decision } from "../decision.ts";
import { openRedactor } from "../redaction.ts";
import { POLICY_PATH } from "../policy.ts";
import { markedFinding, type MarkedFinding } from "../mark.ts";
import type { PullRequest, RepositoryHost } from "../pull-request.ts";
import { isComplete } from "../review.ts";
import { reviewChange } from "../review-change.ts";
import { writeCheckState } from "./check-state.ts";
import { conclude } from "./tell/conclusion.ts";
import { allowed, type PullDeps } from "./deps.ts";
import { keptDecisions } from "./ledger/hold-against-ledger.ts";
import { holdDecisions } from "./ledger/hold-decisions.ts";
import { readLedger, type LedgerEntry } from "./ledger/ledger.ts";
import { maySay } from "./tell/may-say.ts";
import { mergeSettings } from "./settings/settings.ts";
import { withKnownIds } from "./ledger/with-known-ids.ts";

export type MergeGroup = {
  headSha: string;
  baseSha: string;
  baseRef: string;
  /** The pull request that the queue's branch is named after; others of the group are found by their commits. */
  number?: number | undefined;
};

/**
 * The check on a merge queue's group, without which the queue waits for ever: what is open on its pull requests, and what the rules
 * say of the bytes as they would be merged. No model is asked: the queue is waiting.
 */
export async function judgeMergeGroup(
  { headSha, baseSha, baseRef, number: named }: MergeGroup,
  repository: RepositoryHost,
  deps: Omit<PullDeps, "host">,
): Promise<void> {
  const numbers = new Set(await repository.mergedIn(baseSha, headSha));
  if (named !== undefined) numbers.add(named);
  const redactor = openRedactor();
  const pulls: PullRequest[] = [];
  const entries: LedgerEntry[] = [];
  const decisions: Decision[] = [];
  for (const number of numbers) {
    const host = repository.pull(number);
    const pull = await host.read();
    pulls.push(pull);
    const ledger = readLedger(await host.conversation.read(), deps.openWords(pull, redactor.scrub));
    decisions.push(...ledger.decisions);
    entries.push(...ledger.entries);
  }
  const change = await repository.openRange(baseSha, headSha, deps.signal);
  const [own, organisation] = await Promise.all([
    change.files.readBase(POLICY_PATH),
    repository.organisationSettings?.(),
  ]);
  const { policy } = mergeSettings({ repository: own, organisation });
  const { thinking: _, ...withoutModel } = deps.review;
  const found = await reviewChange(change, {
    ...withoutModel,
    all: false,
    silentOnOlder: true,
    policy,
    redactor,
    budget: deps.openBudget(),
    progress: () => {},
    signal: deps.signal,
  });
  const [pull] = pulls;
  if (!pull) return;
  const open = entries.filter(({ state }) => state === "open" || state === "late").map(({ finding }) => finding);
  const openFindings = [...new Map(open.map((finding) => [finding.id, finding])).values()];
  const said = new Set(openFindings.map(({ id }) => id));
  decisions.push(...((await keptDecisions(pull, deps.now(), deps)) ?? []));
  const lineage = { now: (path: string) => path };
  const review = withKnownIds(found, entries, lineage);
  const held = holdDecisions(review.findings, { decisions, pull: pull.number, lineage, nowMs: deps.now() });
  const fresh = review.findings.filter(
    (finding) => !said.has(finding.id) && !held.has(finding.id) && maySay(finding, pull, change),
  );
  const standing = [...openFindings, ...fresh.map((finding) => markedFinding(finding, redactor.scrub))];
  const conclusion = conclude(
    {
      open: standing.map(({ severity }) => severity),
      complete: isComplete(review),
      required: await repository.checks.isRequired(baseRef),
    },
    policy,
  );
  const words = deps.openWords(pull, redactor.scrub);
  const done = await repository.checks.ensure({
    headSha,
    ...words.check({ review, headSha, rows: standing.map(rowOf), verdict: { conclusion, blockAt: policy.blockAt } }),
    conclusion,
    externalId: writeCheckState("reviewed"),
  });
  allowed(done, "check", deps);

  function rowOf(finding: MarkedFinding) {
    return { finding, state: "open" as const, said: "list" as const };
  }
}
