import type { ApplyReply, MailPatch } from "./apply-reply.ts";
import type { Decision } from "./decision.ts";
import type { Finding } from "./finding.ts";
import type { FindingState, Mark, MarkedFinding } from "./mark.ts";
import type { PlacedFindings } from "./placement.ts";
import type { Account, Annotation, Conclusion } from "./pull-request.ts";
import type { CommandProblem } from "./pull/answer/command.ts";
import type { Review } from "./review.ts";
import type { Severity } from "./weakness.ts";

/** One finding of the ledger, as the summary and the check tell it. */
export type LedgerRow = {
  finding: MarkedFinding;
  state: FindingState;
  /** Where it is said: with a button, as a comment in the diff, or only in the list. */
  said: "suggestion" | "comment" | "list";
  /** The commit that fixed it, where that is known. */
  fixedIn?: string;
  /** Why it was declined or accepted, in the words of who did. */
  reason?: string;
  /** The login of who declined or accepted it. */
  by?: string;
  /** Milliseconds since 1970 until which that holds. */
  untilMs?: number;
};

/**
 * A finding that has no comment in the diff, and why: not in the diff, over the cap, refused by the host. `brief`: a line is enough for it,
 * since only politeness keeps it out.
 */
export type ListedFinding = { finding: Finding; why: string; brief?: boolean };

/** How a check ends, and from which severity on an open finding fails it. */
export type Verdict = { conclusion: Conclusion; blockAt: Severity | "never" };

/** What a check run says; title ≤ 200 characters, the others ≤ 65,535 bytes. */
export type CheckWords = { title: string; summary: string; text: string };

/** An answer to one person. `says` of its mark is its kind. */
export type Reply =
  /** In the thread of a finding that is gone at the new head. `resolved: false`: people are talking there, so the thread stays open. */
  | { kind: "fixed"; commitSha: string; resolved: boolean }
  | { kind: "not-allowed"; command: string; needs: string }
  | ApplyReply
  | { kind: "reviewing"; headSha: string }
  | { kind: "unknown-command"; problem: CommandProblem }
  | { kind: "help" }
  /**
   * Somebody with the right to it decided: the mark carries the decision. `remembered: false`: the store did not answer, so that it holds
   * on this pull request only. `resolved`: the finding's thread was closed with it.
   */
  | { kind: "dismissed" | "accepted"; decision: Decision; title: string; remembered: boolean; resolved: boolean }
  | { kind: "not-decided"; command: string; why: "no-write-access" | "only-author" | "author-unknown" }
  | { kind: "paused" | "resumed" }
  | { kind: "explained"; about: Explanation }
  /** What the model said in a finding's thread: words, and nothing else. */
  | { kind: "answered"; answer: ModelAnswer };

/** A model's words for people, unescaped; paragraphs are parted by blank lines. */
export type ModelAnswer = { text: string; model: string };

/** What is known of one finding, and what an analysis of the head says of it at this moment. */
export type Explanation = {
  finding: MarkedFinding;
  state: FindingState;
  headSha: string;
  /** As it was found just now, with its checks; else why there is nothing. */
  now: Finding | { missing: string };
  decision?: Decision;
  answer?: ModelAnswer;
  /** A model is configured and could not be asked: why. */
  silence?: string;
};

/**
 * What we say on one pull request, as GitHub-flavoured Markdown, and what we remember there. Every body carries its mark as its last
 * line, invisible and signed for this pull request and this text; nothing from the code, the model or the knowledge works in it as
 * markup, mention, reference, image or foreign link; none is longer than 65,536 bytes.
 */
export type Words = {
  /**
   * One comment in the diff. Its placement must not be `outside`. `late`: an earlier, complete review had passed these lines without
   * saying so, and the comment admits it.
   */
  lineComment(placed: PlacedFindings, about: { headSha: string; late?: boolean }): string;
  /** The body of a review: counts, and what could not be placed. `posted` are those that go out as its comments. */
  reviewBody(about: {
    review: Review;
    headSha: string;
    posted: readonly PlacedFindings[];
    listed: readonly ListedFinding[];
  }): string;
  /**
   * The one comment that is edited in place: all findings with their states, worst first, what was read, what it cost. `fixes`: how many can
   * be committed by a tick in its box; without any there is no box.
   */
  summary(about: { review: Review; headSha: string; rows: readonly LedgerRow[]; fixes?: number }): string;
  /** Is the box of this summary ticked? Ask `readMark` first whether it is ours. */
  isTicked(body: string): boolean;
  /** The same body with the box empty. */
  cleared(body: string): string;
  /** The check of a review; who calls decides the conclusion. */
  check(about: { review: Review; headSha: string; rows: readonly LedgerRow[]; verdict?: Verdict }): CheckWords;
  /** Notes of the check beside the lines of findings that have no comment there, worst first; plain text, no Markdown. */
  annotations(findings: readonly Finding[]): Annotation[];
  /** The check while a review runs, or when there could be none: `why` is for people. */
  checkWithout(about: { headSha: string; state: "reviewing" | "not-reviewed"; why?: string }): CheckWords;
  /** `digest` is remembered with it, so that the same is not said to the same person again. */
  reply(reply: Reply, to: number, digest?: string): string;
  /** The same words where no comment asked: somebody ticked the box, or pressed the button of a check. */
  applyNotice(reply: ApplyReply, digest: string): string;
  /** A comment about the pull request that is no finding: its settings file is malformed, or, without a `problem`, was and is well now. */
  notice(about: { about: "settings"; digest: string; problem?: string }): string;
  /**
   * The message of a commit that applies fixes; it credits who asked, and its trailer `ReflexGen-Request` names what asked, so that it is
   * found again. `signOff`: the account that signs it off.
   */
  commitMessage(about: {
    fixes: readonly MarkedFinding[];
    askedBy: Pick<Account, "id" | "login">;
    request: string;
    signOff?: Pick<Account, "id" | "login">;
  }): { headline: string; body: string };
  /** A commit as text for `git am`; undefined where it does not fit into a comment unchanged. */
  mailPatch(patch: MailPatch): string | undefined;
  /** The body of a finding's comment, with "fixed in …" above it: where a thread can't be resolved. Undefined when the body is not ours. */
  fixed(body: string, commitSha: string): string | undefined;
  /**
   * What a comment of ours remembers. Undefined when there is no mark, or when it is forged, copied from elsewhere, of another
   * version, or the text was edited (ticking a box is no edit).
   */
  readMark(body: string): Mark | undefined;
};
