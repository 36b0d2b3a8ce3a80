import type { Change } from "../../change.ts";
import type { Finding } from "../../finding.ts";
import { markedFinding } from "../../mark.ts";
import { mergeSuggestions } from "../../merge-suggestions.ts";
import { placeAll, type PlacedFindings } from "../../placement.ts";
import type { Policy } from "../../policy.ts";
import type { PullRequest } from "../../pull-request.ts";
import type { Redactor } from "../../redaction.ts";
import { isComplete, type Review } from "../../review.ts";
import { severityRank } from "../../weakness.ts";
import type { LedgerRow, ListedFinding, Words } from "../../words.ts";
import { writeReviewedState } from "../check-state.ts";
import { chooseComments } from "./choose-comments.ts";
import { closeThreads } from "./close-threads.ts";
import { conclude } from "./conclusion.ts";
import { allowed, type PullDeps } from "../deps.ts";
import type { Ledger, LedgerEntry } from "../ledger/ledger.ts";
import { maySay } from "./may-say.ts";
import type { Settled } from "../ledger/settle.ts";
import { fixesToOffer } from "../apply/waiting-fixes.ts";

export type Publication = {
  pull: PullRequest;
  change: Change;
  review: Review;
  ledger: Ledger;
  settled: Settled;
  policy: Policy;
  words: Words;
  scrub: Redactor["scrub"];
};

const REVIEW_AGAIN = {
  label: "Review again",
  description: "Reads this commit once more",
  identifier: "review",
} as const;
/** It only asks: GitHub proves to nobody who pressed it. */
const APPLY_FIXES = {
  label: "Apply fixes",
  description: "Asks for all checked fixes as a commit",
  identifier: "apply",
} as const;

/** More notes than this beside a change help nobody; the check's text counts the rest. */
const MOST_ANNOTATIONS = 500;

/**
 * Tells people, safe to repeat at any point: one review with what is new, threads of what is gone closed, one summary edited in place,
 * one check run. What was said already is known from the ledger and not said again. Gives the number of buttons.
 */
export async function publish(publication: Publication, deps: PullDeps): Promise<number> {
  const { pull, change, review, settled, ledger, policy, words } = publication;
  const headSha = pull.head.sha;
  const { posted, listed } = await postFresh(publication, deps);
  await closeThreads(settled, headSha, words, deps);

  const rows = rowsOf(publication, posted, listed);
  const fixes = await fixesToOffer(rows, pull, policy, deps.host);
  const open = rows.filter(({ state }) => state === "open" || state === "late");
  // What people settled on an earlier pull request is no reason to speak up on this one; its check names it.
  const isSpokenOf = ledger.summary !== undefined || open.length > 0 || rows.some(({ state }) => state === "fixed");
  if (rows.length > 0 && isSpokenOf) await ensureSummary(words.summary({ review, headSha, rows, fixes }), ledger, deps);

  const required = await deps.host.checks.isRequired(pull.base.ref);
  const conclusion = conclude(
    { open: open.map(({ finding }) => finding.severity), complete: isComplete(review), required },
    policy,
  );
  const unseen = new Set(open.filter(({ said }) => said === "list").map(({ finding }) => finding.id));
  const beside = review.findings.filter((finding) => unseen.has(finding.id) && maySay(finding, pull, change));
  const done = await deps.host.checks.ensure({
    headSha,
    ...words.check({ review, headSha, rows, verdict: { conclusion, blockAt: policy.blockAt } }),
    conclusion,
    annotations: words.annotations(beside.slice(0, MOST_ANNOTATIONS)),
    externalId: writeReviewedState(review, pull),
    actions: [REVIEW_AGAIN, ...(fixes > 0 ? [APPLY_FIXES] : [])],
  });
  allowed(done, "check", deps);
  return posted.filter(({ placement }) => placement.kind === "suggestion").length;
}

/** One review with everything that is new; nothing where nothing is. */
async function postFresh(
  { pull, change, review, settled, policy, words, scrub }: Publication,
  deps: PullDeps,
): Promise<{ posted: PlacedFindings[]; listed: ListedFinding[] }> {
  const headSha = pull.head.sha;
  const placed: PlacedFindings[] = [];
  const sayable = settled.fresh.filter((finding) => maySay(finding, pull, change));
  for (const [path, findings] of Map.groupBy(sayable, (finding) => finding.path)) {
    const file = change.set.files.find((one) => one.path === path);
    const joined = file ? await mergeSuggestions(findings, file, deps.review.analysis, { scrub }) : findings;
    placed.push(...placeAll(joined, file ?? { head: "" }, { scrub }));
  }
  const { inDiff, listed } = chooseComments(placed, policy);
  if (inDiff.length + listed.length === 0) return { posted: [], listed: [] };

  const comments = inDiff.flatMap((one) => {
    if (one.placement.kind === "outside") return [];
    const { side, line, startLine } = one.placement;
    const path = one.findings[0].path;
    const late = one.findings.some(({ id }) => settled.lateIds.has(id));
    const body = words.lineComment(one, { headSha, late });
    return [{ one, comment: { path, side, line, ...(startLine === undefined ? {} : { startLine }), body } }];
  });
  const result = await deps.host.conversation.postReview({
    commitSha: headSha,
    body: words.reviewBody({ review, headSha, posted: inDiff, listed }),
    comments: comments.map(({ comment }) => comment),
  });
  const without = (of: readonly PlacedFindings[], why: string): ListedFinding[] =>
    of.flatMap(({ findings }) => findings.map((finding) => ({ finding, why })));
  if (!allowed(result, "review", deps))
    return { posted: [], listed: [...without(inDiff, "the App may not comment here"), ...listed] };
  const refused = comments.filter(({ comment }) => result.refused.includes(comment)).map(({ one }) => one);
  return {
    posted: inDiff.filter((one) => !refused.includes(one)),
    listed: [...listed, ...without(refused, "GitHub refused the place")],
  };
}

function rowsOf(
  { pull, change, settled, scrub }: Publication,
  posted: readonly PlacedFindings[],
  listed: readonly ListedFinding[],
): LedgerRow[] {
  const rowOfNew = (finding: Finding, said: LedgerRow["said"], late = settled.lateIds.has(finding.id)): LedgerRow => ({
    finding: markedFinding(finding, scrub),
    state: late ? "late" : "open",
    said,
  });
  const rows: LedgerRow[] = [
    ...posted.flatMap(({ findings, placement }) =>
      findings.map((finding) => rowOfNew(finding, placement.kind === "suggestion" ? "suggestion" : "comment")),
    ),
    ...listed.map(({ finding }) => rowOfNew(finding, "list")),
    ...settled.late.filter((one) => maySay(one, pull, change)).map((finding) => rowOfNew(finding, "list", true)),
    ...[...settled.standing, ...settled.settled].map((entry) => rowOf(entry)),
    ...settled.gone.map((entry): LedgerRow => ({ ...rowOf(entry), state: "fixed", fixedIn: pull.head.sha })),
  ];
  // A finding that was said twice, since it came back, has two threads to close and one row.
  const once = [...new Map(rows.toReversed().map((row) => [row.finding.id, row])).values()].toReversed();
  return once.sort((a, b) => severityRank(b.finding.severity) - severityRank(a.finding.severity));
}

function rowOf({ finding, state, thread, button, fixedIn, decision }: LedgerEntry): LedgerRow {
  const said = button ? "suggestion" : thread ? "comment" : "list";
  return {
    finding,
    state,
    said,
    ...(fixedIn ? { fixedIn } : {}),
    ...(decision ? { by: decision.by.login, reason: decision.reason, untilMs: decision.untilMs } : {}),
  };
}

/** Once something was said there is one summary, and it is edited in place. */
async function ensureSummary(body: string, ledger: Ledger, deps: PullDeps): Promise<void> {
  const { conversation } = deps.host;
  if (ledger.summary?.body === body) return;
  const done = ledger.summary
    ? await conversation.editComment(ledger.summary.id, body)
    : await conversation.postComment(body);
  allowed(done, "summary", deps);
}
