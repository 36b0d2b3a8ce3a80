import type { Decision } from "../../decision.ts";
import type { FindingState, Mark, MarkedFinding } from "../../mark.ts";
import type { Comment, Conversation, Thread } from "../../pull-request.ts";
import type { Words } from "../../words.ts";

/** A finding that was said on the pull request, and where it stands. */
export type LedgerEntry = {
  finding: MarkedFinding;
  state: FindingState;
  /** The head that it was said of. */
  headSha: string;
  /** The commit that fixed it, where we said so. */
  fixedIn?: string;
  /** Its comment in the diff, with what people answered; absent for one that stands in a list only. */
  thread?: Thread;
  /** Its comment is a suggestion that can still be committed. */
  button?: boolean;
  /** The newest "no" of somebody who had the right to it. Whether it holds depends on the code and the time: `state` says so only once settled. */
  decision?: Decision;
};

/** All findings of a pull request with their states, read from our own comments: nothing else remembers them. */
export type Ledger = {
  entries: LedgerEntry[];
  /** The one summary, once something was said. */
  summary?: Comment;
  /** Heads that a review of ours was posted on. */
  reviewed: Set<string>;
  /** Numbers of comments that were answered, each with what was said. */
  answered: Map<number, Set<string>>;
  /** Ids that a signed review or summary of ours names, also where the comment about one of them is gone or was edited. */
  said: Set<string>;
  /** Decisions of this pull request's own replies, the newest of each finding. */
  decisions: Decision[];
  /** Somebody asked that pushes are not reviewed by themselves. */
  paused: boolean;
  /** Of answers that are given once: see `digest` of their marks. */
  digests: Set<string>;
};

/**
 * Reads the ledger. Only marks that verify count, so a comment that somebody edited, copied or forged is as if it were not there, and
 * what it spoke of is open again, never declined.
 */
export function readLedger({ reviews, threads, comments }: Conversation, words: Pick<Words, "readMark">): Ledger {
  const ledger: Ledger = {
    entries: [],
    reviewed: new Set(),
    answered: new Map(),
    said: new Set(),
    decisions: [],
    paused: false,
    digests: new Set(),
  };
  const states = new Map<string, State>();
  const listed: LedgerEntry[] = [];
  const replies: Reply[] = [];

  for (const comment of comments.filter(({ byUs }) => byUs)) {
    const mark = words.readMark(comment.body);
    if (mark?.kind === "notice") ledger.digests.add(mark.digest);
    if (mark?.kind === "reply") replies.push({ ...mark, createdAt: comment.createdAt });
    if (mark?.kind !== "summary") continue;
    // Of several, the newest is edited on; they come oldest first.
    ledger.summary = comment;
    for (const { id, state, fixedIn, about } of mark.findings) {
      states.set(id, { state, ...(fixedIn ? { fixedIn } : {}) });
      ledger.said.add(id);
      if (about) listed.push({ finding: about, state, headSha: mark.headSha, ...(fixedIn ? { fixedIn } : {}) });
    }
  }
  for (const review of reviews.filter(({ byUs }) => byUs)) {
    const mark = words.readMark(review.body);
    if (mark?.kind !== "review") continue;
    ledger.reviewed.add(mark.headSha);
    for (const id of mark.findings) ledger.said.add(id);
  }
  for (const thread of threads) {
    const own = repliesIn(thread, words);
    replies.push(...own);
    ledger.entries.push(...entriesOf(thread, own, states, words));
  }
  // Of a finding that has a comment, too, the list is the newer word: that stands in the diff no more.
  ledger.entries.push(...listed);
  remember(replies, ledger);
  return ledger;
}

type State = { state: FindingState; fixedIn?: string };
type Reply = Extract<Mark, { kind: "reply" }> & { createdAt: string };

/** Our own answers in a conversation about a finding. */
function repliesIn(thread: Thread, { readMark }: Pick<Words, "readMark">): Reply[] {
  return thread.replies
    .filter(({ byUs }) => byUs)
    .flatMap(({ body, createdAt }) => {
      const mark = readMark(body);
      return mark?.kind === "reply" ? [{ ...mark, createdAt }] : [];
    });
}

function entriesOf(
  thread: Thread,
  replies: readonly Reply[],
  states: ReadonlyMap<string, State>,
  { readMark }: Pick<Words, "readMark">,
): LedgerEntry[] {
  const mark = thread.first.byUs ? readMark(thread.first.body) : undefined;
  if (mark?.kind !== "finding") return [];
  const toldFixed = replies.some(({ says }) => says === "fixed");
  return mark.findings.map((finding) => {
    const known = states.get(finding.id);
    return {
      finding,
      state: toldFixed ? "fixed" : (known?.state ?? "open"),
      headSha: mark.headSha,
      ...(known?.fixedIn ? { fixedIn: known.fixedIn } : {}),
      thread,
      button: mark.button === true && !thread.outdated,
    };
  });
}

/** What answers say: that they were given, what somebody decided, and whether reviews are paused. The newest counts. */
function remember(replies: readonly Reply[], ledger: Ledger): void {
  const decisions = new Map<string, Decision>();
  const inOrder = replies.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
  for (const { to, says, decision, digest } of inOrder) {
    if (digest !== undefined) ledger.digests.add(digest);
    ledger.answered.set(to, (ledger.answered.get(to) ?? new Set()).add(says));
    if (says === "paused") ledger.paused = true;
    if (says === "resumed") ledger.paused = false;
    if (decision && decision.atMs >= (decisions.get(decision.id)?.atMs ?? 0)) decisions.set(decision.id, decision);
  }
  ledger.decisions = [...decisions.values()];
  for (const entry of ledger.entries) {
    const decision = decisions.get(entry.finding.id);
    if (!decision) continue;
    entry.decision = decision;
    if (entry.thread && entry.state !== "fixed" && isAbout(decision, entry, entry.thread)) entry.state = decision.state;
  }
}

/** It was said of this comment, or of one before it about the same code: not where the finding came back as other code. */
function isAbout({ about, atMs }: Decision, { finding }: LedgerEntry, { first }: Thread): boolean {
  return about.quote === finding.quote && Date.parse(first.createdAt) <= atMs;
}

/** Is somebody besides us talking in this thread? Then we say what we know, and leave it open. */
export function isTalkedIn({ replies }: Thread): boolean {
  return replies.some(({ byUs, author }) => !byUs && !author.bot);
}
