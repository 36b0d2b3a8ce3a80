import type { Change } from "../../change.ts";
import type { Decision } from "../../decision.ts";
import { StoreError } from "../../errors.ts";
import { markedFinding } from "../../mark.ts";
import type { PullRequest } from "../../pull-request.ts";
import type { Redactor } from "../../redaction.ts";
import type { Review } from "../../review.ts";
import type { PullDeps } from "../deps.ts";
import { holdDecisions } from "./hold-decisions.ts";
import { lateFindings } from "./lateness.ts";
import type { Ledger } from "./ledger.ts";
import type { LookingBack } from "./look-back.ts";
import { settle, type Settled } from "./settle.ts";
import { withKnownIds } from "./with-known-ids.ts";

export type Held = {
  pull: PullRequest;
  change: Change;
  review: Review;
  ledger: Ledger;
  back: LookingBack;
  scrub: Redactor["scrub"];
};

/**
 * A review held against what was said, decided and passed before: its findings get the ids that they are known by, and each is new, late,
 * standing or settled.
 */
export async function holdAgainstLedger(
  { pull, change, review: found, ledger, back, scrub }: Held,
  deps: Pick<PullDeps, "decisions" | "now" | "review" | "signal" | "observe">,
): Promise<{ review: Review; settled: Settled }> {
  const { lineage, readAt, earlier } = back;
  const nowMs = deps.now();
  const review = withKnownIds(found, ledger.entries, lineage);
  const kept = await keptDecisions(pull, nowMs, deps);
  if (!kept) review.notes.push("decisions of earlier pull requests could not be read: those of this one count");
  const decisions = [...(kept ?? []), ...ledger.decisions];
  const settled = await settle(review, ledger, change, {
    readAt,
    lineage,
    held: holdDecisions(review.findings, { decisions, pull: pull.number, lineage, nowMs }),
    unsure: !kept,
    nowMs,
    lateOf: (fresh) =>
      lateFindings(fresh, earlier, { analysis: deps.review.analysis, files: change.set.files, signal: deps.signal }),
    remember: (finding) => markedFinding(finding, scrub),
  });
  const [listed, said] = [settled.late.length, settled.lateIds.size];
  if (listed + said > 0) deps.observe({ what: "late", listed, said });
  return { review, settled };
}

/** Decisions that outlive their pull requests; undefined when the store does not answer. */
export async function keptDecisions(
  { repository }: Pick<PullRequest, "repository">,
  nowMs: number,
  { decisions }: Pick<PullDeps, "decisions">,
): Promise<Decision[] | undefined> {
  if (!decisions) return [];
  try {
    return await decisions.of(repository, nowMs);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return undefined;
  }
}
