import type { Decision } from "../decision.ts";
import type { FindingState, MarkedFinding } from "../mark.ts";
import type { Comment, Conversation, Thread } from "../pull-request.ts";
import type { Words } from "../words.ts";

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
};

/**
 * Reads the ledger. Only marks that verify count, so a comment that somebody edited, copied or forged is as if it were not there, and
 * what it spoke of is open again, never declined.
 */
export function readLedger({ reviews, threads, comments }: Conversation, words: Pick<Words, "readMark">): Ledger {
  const ledger: Ledger = { entries: [], reviewed: new Set(), answered: new Map(), said: new Set(), decisions: [], paused: false };
  const states = new Map<string, { state: FindingState; fixedIn?: string }>();
  const listed: LedgerEntry[] = [];

  for (const comment of comments.filter(({ byUs }) => byUs)) {
    const mark = words.readMark(comment.body);
    if (mark?.kind === "reply") rememberAnswer(ledger, mark.to, mark.says);
    if (mark?.kind !== "summary") continue;
    // Of several, the newest is edited on; they come oldest first.
    ledger.summary = comment;
    for (const { id, state, fixedIn, about } of mark.findings) {
      states.set(id, { state, ...(fixedIn ? { fixedIn } : {}) });
      if (about) listed.push({ finding: about, state, headSha: mark.headSha, ...(fixedIn ? { fixedIn } : {}) });
    }
  }
  for (const review of reviews.filter(({ byUs }) => byUs)) {
    const mark = words.readMark(review.body);
    if (mark?.kind === "review") ledger.reviewed.add(mark.headSha);
  }
  for (const thread of threads) readThread(thread, states, ledger, words);
  const inDiff = new Set(ledger.entries.map(({ finding }) => finding.id));
  ledger.entries.push(...listed.filter(({ finding }) => !inDiff.has(finding.id)));
  return ledger;
}

function readThread(
  thread: Thread,
  states: ReadonlyMap<string, { state: FindingState; fixedIn?: string }>,
  ledger: Ledger,
  words: Pick<Words, "readMark">,
): void {
  if (!thread.first.byUs) return;
  const mark = words.readMark(thread.first.body);
  if (mark?.kind !== "finding") return;
  const said = thread.replies.filter(({ byUs }) => byUs).map(({ body }) => words.readMark(body));
  for (const reply of said) if (reply?.kind === "reply") rememberAnswer(ledger, reply.to, reply.says);
  const toldFixed = said.some((reply) => reply?.kind === "reply" && reply.says === "fixed");
  for (const finding of mark.findings) {
    const known = states.get(finding.id);
    ledger.entries.push({
      finding,
      state: toldFixed ? "fixed" : (known?.state ?? "open"),
      headSha: mark.headSha,
      ...(known?.fixedIn ? { fixedIn: known.fixedIn } : {}),
      thread,
      button: mark.button === true && !thread.outdated,
    });
  }
}

function rememberAnswer(ledger: Ledger, to: number, says: string): void {
  const answers = ledger.answered.get(to) ?? new Set();
  ledger.answered.set(to, answers.add(says));
}

/** Is somebody besides us talking in this thread? Then we say what we know, and leave it open. */
export function isTalkedIn({ replies }: Thread): boolean {
  return replies.some(({ byUs, author }) => !byUs && !author.bot);
}
