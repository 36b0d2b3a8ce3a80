import type { Decision } from "../decision.ts";
import { StoreError } from "../errors.ts";
import type { MarkedFinding } from "../mark.ts";
import type { Account, Comment, PullRequest } from "../pull-request.ts";
import type { Reply } from "../words.ts";
import type { Command, CommandProblem } from "./command.ts";
import { allowed, type PullDeps } from "./deps.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A "no" is for this long at most: code around it changes, and so do people. */
const MOST_DAYS = 365;

type Saying = Extract<Command, { name: "dismiss" | "accept-risk" }>;

/** The decision that the words ask for; a problem where the day does not serve. Who may decide was looked at before. */
export function decisionOf(
  command: Saying,
  { finding, state }: Pick<LedgerEntry, "finding" | "state">,
  { author: { id, login }, pull, nowMs }: { author: Account; pull: number; nowMs: number },
): Decision | CommandProblem {
  if (state === "fixed") return { what: "fixed-already", id: finding.id };
  const lastMs = nowMs + MOST_DAYS * DAY_MS;
  // The day itself is included, wherever on earth it is read.
  const untilMs = command.name === "dismiss" ? lastMs : Date.parse(`${command.until}T00:00:00Z`) + DAY_MS;
  const latest = new Date(lastMs - DAY_MS).toISOString().slice(0, 10);
  if (untilMs <= nowMs) return { what: "past-date", latest };
  if (untilMs > lastMs) return { what: "date-too-far", latest };
  return {
    id: finding.id,
    about: fingerprintOf(finding),
    state: command.name === "dismiss" ? "declined" : "accepted",
    by: { id, login: login.slice(0, 100) },
    reason: command.reason,
    atMs: nowMs,
    untilMs,
    pull,
  };
}

function fingerprintOf({ weakness, path, symbol, sink, quote }: MarkedFinding): Decision["about"] {
  return { weakness, path, symbol, sink, ...(quote === undefined ? {} : { quote }) };
}

/** Kept for later pull requests; false where the store could not take it, so that it is known here only. */
export async function remember(
  decision: Decision,
  { repository }: Pick<PullRequest, "repository">,
  { decisions, observe }: Pick<PullDeps, "decisions" | "observe">,
): Promise<boolean> {
  try {
    await decisions?.remember(repository, decision);
    return decisions !== undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    observe({ what: "degraded", action: "remember a decision" });
    return false;
  }
}

/** May the thread be closed with this decision? Not where another of its findings is open, nor where others are talking. */
export function closesThread(
  { thread, finding }: Pick<LedgerEntry, "thread" | "finding">,
  { entries }: Ledger,
  decidedBy: Pick<Account, "id">,
): boolean {
  if (!thread || thread.resolved || thread.id === undefined) return false;
  const others = entries.filter((one) => one.thread?.first.id === thread.first.id && one.finding.id !== finding.id);
  const isTalked = thread.replies.some(({ byUs, author }) => !byUs && !author.bot && author.id !== decidedBy.id);
  return !isTalked && others.every(({ state }) => state !== "open" && state !== "late");
}

/** Decides, remembers it and closes the thread; what remains is to say so, and that is what makes it count on this pull request. */
export async function decide(
  command: Saying,
  entry: LedgerEntry,
  { comment, pull, ledger }: { comment: Comment; pull: PullRequest; ledger: Ledger },
  deps: PullDeps,
): Promise<Extract<Reply, { kind: "dismissed" | "accepted" | "unknown-command" }>> {
  const about = { author: comment.author, pull: pull.number, nowMs: deps.now() };
  const decision = decisionOf(command, entry, about);
  if ("what" in decision) return { kind: "unknown-command", problem: decision };
  const remembered = await remember(decision, pull, deps);
  const threadId = closesThread(entry, ledger, comment.author) ? entry.thread?.id : undefined;
  const resolved = threadId !== undefined && allowed(await deps.host.conversation.resolve(threadId), "resolve", deps);
  const kind = decision.state === "declined" ? "dismissed" : "accepted";
  return { kind, decision, title: entry.finding.title, remembered, resolved };
}
