import type { Decision } from "../../decision.ts";
import { StoreError } from "../../errors.ts";
import { markedFinding, type MarkedFinding } from "../../mark.ts";
import type { Account, PullRequest } from "../../pull-request.ts";
import type { Reply } from "../../words.ts";
import type { Asked } from "./asked.ts";
import type { Command, CommandProblem } from "./command.ts";
import { allowed, type PullDeps } from "../deps.ts";
import type { Ledger, LedgerEntry } from "../ledger/ledger.ts";
import { lookAgain } from "./look-again.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** A "no" is for this long at most: code around it changes, and so do people. */
const MOST_DAYS = 365;

type Saying = Extract<Command, { name: "dismiss" | "accept-risk" }>;

/** The decision that the words ask for; a problem where the day does not serve. Who may decide was looked at before. */
function decisionOf(
  command: Saying,
  finding: { id: string; about: Decision["about"] },
  { author: { id, login }, pull, nowMs }: { author: Account; pull: number; nowMs: number },
): Decision | CommandProblem {
  const lastMs = nowMs + MOST_DAYS * DAY_MS;
  // The day itself is included, wherever on earth it is read.
  const untilMs = command.name === "dismiss" ? lastMs : Date.parse(`${command.until}T00:00:00Z`) + DAY_MS;
  const latest = new Date(lastMs - DAY_MS).toISOString().slice(0, 10);
  if (untilMs <= nowMs) return { what: "past-date", latest };
  if (untilMs > lastMs) return { what: "date-too-far", latest };
  return {
    id: finding.id,
    about: finding.about,
    state: command.name === "dismiss" ? "declined" : "accepted",
    by: { id, login: login.slice(0, 100) },
    reason: command.reason,
    atMs: nowMs,
    untilMs,
    pull,
  };
}

function fingerprintOf({ weakness, path, symbol, sink, quote, unit }: MarkedFinding): Decision["about"] {
  return {
    weakness,
    path,
    symbol,
    sink,
    ...(quote === undefined ? {} : { quote }),
    ...(unit === undefined ? {} : { unit }),
  };
}

/** What is remembered of the function is of the head that the finding was said of. */
function rememberedOf({ finding, headSha }: LedgerEntry, { pull }: Asked): Decision["about"] {
  const { unit, ...about } = fingerprintOf(finding);
  return unit === undefined || headSha !== pull.head.sha ? about : { ...about, unit };
}

/**
 * The finding as it is at the head: its code may be another than when it was said, and a decision is about the code of its moment. Undefined
 * when it is gone. Where the analysers have nothing to say it is as it was remembered.
 */
async function aboutNow(entry: LedgerEntry, asked: Asked, deps: PullDeps): Promise<Decision["about"] | undefined> {
  if (entry.state === "fixed") return undefined;
  return lookAgain(entry, asked, deps, async (look) => {
    const now = "now" in look ? look.now : look;
    if ("span" in now) return fingerprintOf(markedFinding(now, asked.redactor.scrub));
    return now.gone ? undefined : rememberedOf(entry, asked);
  });
}

/** Kept for later pull requests; false where the store could not take it, so that it is known here only. */
async function remember(
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
function closesThread(
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
  asked: Asked,
  deps: PullDeps,
): Promise<Extract<Reply, { kind: "dismissed" | "accepted" | "unknown-command" }>> {
  const { comment, pull, ledger } = asked;
  const { id, title } = entry.finding;
  const about = await aboutNow(entry, asked, deps);
  if (!about) return { kind: "unknown-command", problem: { what: "fixed-already", id } };
  const said = { author: comment.author, pull: pull.number, nowMs: deps.now() };
  const decision = decisionOf(command, { id, about }, said);
  if ("what" in decision) return { kind: "unknown-command", problem: decision };
  const remembered = await remember(decision, pull, deps);
  const threadId = closesThread(entry, ledger, comment.author) ? entry.thread?.id : undefined;
  const resolved = threadId !== undefined && allowed(await deps.host.conversation.resolve(threadId), "resolve", deps);
  const kind = decision.state === "declined" ? "dismissed" : "accepted";
  return { kind, decision, title, remembered, resolved };
}
