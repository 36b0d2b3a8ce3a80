import type { Change } from "../change.ts";
import type { Finding } from "../finding.ts";
import { markedFinding } from "../mark.ts";
import { placeAll, type PlacedFindings } from "../placement.ts";
import type { Policy } from "../policy.ts";
import type { PullRequest, Thread } from "../pull-request.ts";
import type { Redactor } from "../redaction.ts";
import { isComplete, type Review } from "../review.ts";
import { overlaps } from "../text.ts";
import { severityRank } from "../weakness.ts";
import type { LedgerRow, ListedFinding, Words } from "../words.ts";
import { writeCheckState } from "./check-state.ts";
import { conclude } from "./conclusion.ts";
import { allowed, type PullDeps } from "./deps.ts";
import { isTalkedIn, type Ledger, type LedgerEntry } from "./ledger.ts";
import type { Settled } from "./settle.ts";

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

/**
 * Tells people, safe to repeat at any point: one review with what is new, threads of what is gone closed, one summary edited in place,
 * one check run. What was said already is known from the ledger and not said again. Gives the number of buttons.
 */
export async function publish(publication: Publication, deps: PullDeps): Promise<number> {
  const { pull, review, settled, ledger, policy, words } = publication;
  const headSha = pull.head.sha;
  const { posted, listed } = await postFresh(publication, deps);
  for (const thread of threadsToClose(settled)) await closeThread(thread, headSha, words, deps);

  const rows = rowsOf(publication, posted, listed);
  if (rows.length > 0) await ensureSummary(words.summary({ review, headSha, rows }), ledger, deps);

  const open = rows.filter(({ state }) => state === "open" || state === "late");
  const required = await deps.host.checks.isRequired(pull.base.ref);
  const conclusion = conclude(
    { open: open.map(({ finding }) => finding.severity), complete: isComplete(review), required },
    policy,
  );
  const done = await deps.host.checks.ensure({
    headSha,
    ...words.check({ review, headSha, rows }),
    conclusion,
    externalId: writeCheckState("reviewed"),
    actions: [{ label: "Review again", description: "Reads this commit once more", identifier: "review" }],
  });
  allowed(done, "check", deps);
  return posted.filter(({ placement }) => placement.kind === "suggestion").length;
}

/** One review with everything that is new; nothing where nothing is. */
async function postFresh(
  { pull, change, review, settled, words, scrub }: Publication,
  deps: PullDeps,
): Promise<{ posted: PlacedFindings[]; listed: ListedFinding[] }> {
  const headSha = pull.head.sha;
  const placed = [...Map.groupBy(settled.fresh, ({ path }) => path)].flatMap(([path, findings]) => {
    const file = change.set.files.find((one) => one.path === path);
    return placeAll(findings, file ?? { head: "" }, { scrub });
  });
  const inDiff = placed
    .filter(({ placement }) => placement.kind !== "outside")
    .toSorted(({ findings: [a] }, { findings: [b] }) => severityRank(b.severity) - severityRank(a.severity));
  const listed = placed.flatMap(({ findings, placement }) =>
    placement.kind === "outside" ? findings.map((finding) => ({ finding, why: placement.reason })) : [],
  );
  const shown = listed.filter(({ finding }) => maySay(finding, pull, change));
  if (inDiff.length + shown.length === 0) return { posted: [], listed: [] };

  const comments = inDiff.flatMap((one) => {
    if (one.placement.kind === "outside") return [];
    const { side, line, startLine } = one.placement;
    const path = one.findings[0].path;
    const body = words.lineComment(one, { headSha });
    return [{ one, comment: { path, side, line, ...(startLine === undefined ? {} : { startLine }), body } }];
  });
  const result = await deps.host.conversation.postReview({
    commitSha: headSha,
    body: words.reviewBody({ review, headSha, posted: inDiff, listed: shown }),
    comments: comments.map(({ comment }) => comment),
  });
  if (!allowed(result, "review", deps))
    return {
      posted: [],
      listed: settled.fresh
        .filter((finding) => maySay(finding, pull, change))
        .map((finding) => ({ finding, why: "the App may not comment here" })),
    };
  const refused = comments.filter(({ comment }) => result.refused.includes(comment)).map(({ one }) => one);
  return {
    posted: inDiff.filter((one) => !refused.includes(one)),
    listed: [
      ...shown,
      ...refused.flatMap(({ findings }) => findings.map((finding) => ({ finding, why: "GitHub refused the place" }))),
    ],
  };
}

/** A weakness in code that a public pull request does not touch would be published by talking about it. */
function maySay(finding: Finding, pull: PullRequest, change: Change): boolean {
  if (pull.private) return true;
  const file = change.set.files.find(({ path }) => path === finding.path);
  return file !== undefined && file.changedLines.some((lines) => overlaps(lines, finding.span));
}

/** A comment that speaks of several findings is done with when all of them are gone. */
function threadsToClose({ gone, standing }: Settled): Set<Thread> {
  const open = new Set(standing.map(({ thread }) => thread?.first.id));
  return new Set(gone.flatMap(({ thread }) => (thread && !open.has(thread.first.id) ? [thread] : [])));
}

/**
 * Resolves the thread and says which commit fixed it; where people are talking it stays theirs to close, and where the right to resolve is
 * wanting our comment says it. The answer goes last: it is what a later run takes for the end of all this.
 */
async function closeThread(thread: Thread, headSha: string, words: Words, deps: PullDeps): Promise<void> {
  const { conversation } = deps.host;
  const talked = isTalkedIn(thread) && !thread.resolved;
  if (!talked && !thread.resolved && thread.id !== undefined)
    if (!allowed(await conversation.resolve(thread.id), "resolve", deps)) {
      const body = words.fixed(thread.first.body, headSha);
      if (body !== undefined) allowed(await conversation.editLineComment(thread.first.id, body), "edit", deps);
    }
  const reply = words.reply({ kind: "fixed", commitSha: headSha, resolved: !talked }, thread.first.id);
  allowed(await conversation.reply(thread.first.id, reply), "reply", deps);
}

function rowsOf(
  { pull, settled, scrub }: Publication,
  posted: readonly PlacedFindings[],
  listed: readonly ListedFinding[],
): LedgerRow[] {
  const remember = (finding: Finding) => markedFinding(finding, scrub);
  const rows: LedgerRow[] = [
    ...posted.flatMap(({ findings, placement }) =>
      findings.map((finding): LedgerRow => ({
        finding: remember(finding),
        state: "open",
        said: placement.kind === "suggestion" ? "suggestion" : "comment",
      })),
    ),
    ...listed.map(({ finding }): LedgerRow => ({ finding: remember(finding), state: "open", said: "list" })),
    ...[...settled.standing, ...settled.settled].map((entry) => rowOf(entry)),
    ...settled.gone.map((entry): LedgerRow => ({ ...rowOf(entry), state: "fixed", fixedIn: pull.head.sha })),
  ];
  return rows.sort((a, b) => severityRank(b.finding.severity) - severityRank(a.finding.severity));
}

function rowOf({ finding, state, thread, button, fixedIn }: LedgerEntry): LedgerRow {
  const said = button ? "suggestion" : thread ? "comment" : "list";
  return { finding, state, said, ...(fixedIn ? { fixedIn } : {}) };
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
