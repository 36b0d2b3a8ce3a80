import type { Change } from "../../change.ts";
import type { Decision } from "../../decision.ts";
import type { Finding } from "../../finding.ts";
import type { MarkedFinding } from "../../mark.ts";
import { quoteDigest } from "../../quote-digest.ts";
import type { Review } from "../../review.ts";
import { severityRank } from "../../weakness.ts";
import { isGone } from "./is-gone.ts";
import { isGrave } from "./lateness.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import type { Lineage } from "./lineage.ts";
import { mustBeSaid } from "./must-be-said.ts";

/** A review held against what was said before. */
export type Settled = {
  /** Not said yet, or back after it was fixed, or after a "no" that no longer holds: said now, in the diff where it can be. */
  fresh: Finding[];
  /** Ids among `fresh` of code that an earlier, complete review had passed: high and critical ones, said late and labelled so. */
  lateIds: ReadonlySet<string>;
  /** Medium and lower ones of such code: listed as late, never in the diff. */
  late: Finding[];
  /** Said, and still there. */
  standing: LedgerEntry[];
  /** Said, and gone at this head. */
  gone: LedgerEntry[];
  /** Said, and settled before: fixed, declined or accepted. */
  settled: LedgerEntry[];
};

export type SettleDeps = {
  /** A file at another commit: where a finding was said. */
  readAt: (sha: string, path: string) => Promise<string | undefined>;
  lineage: Pick<Lineage, "now">;
  /** The decisions that hold now, by the id of the finding. */
  held: ReadonlyMap<string, Decision>;
  /** Not all decisions could be read: what the summary calls settled is believed of the same code. */
  unsure?: boolean;
  nowMs: number;
  /** Which of these new findings come late. */
  lateOf: (fresh: readonly Finding[]) => Promise<ReadonlySet<string>>;
  remember: (finding: Finding) => MarkedFinding;
};

/**
 * What is new, what still stands, what is gone, what people settled. The review's findings have the ids that they are known by. Silence of
 * this review alone is not enough to be gone: see `isGone`.
 */
export async function settle(review: Review, ledger: Ledger, change: Change, deps: SettleDeps): Promise<Settled> {
  const headSha = change.set.headSha ?? "";
  const said = Map.groupBy(ledger.entries, ({ finding }) => finding.id);
  const [news, again]: [Finding[], Finding[]] = [[], []];
  const result = { standing: [] as LedgerEntry[], gone: [] as LedgerEntry[], settled: [] as LedgerEntry[] };
  for (const finding of review.findings) {
    const entries = said.get(finding.id) ?? [];
    said.delete(finding.id);
    const last = entries.at(-1);
    const decision = deps.held.get(finding.id);
    if (decision) result.settled.push(decided(finding, decision, last, headSha, deps));
    else if (!last) news.push(finding);
    else if (deps.unsure && isSettled(last) && last.finding.quote === quoteDigest(finding.quote))
      result.settled.push(last);
    else if (mustBeSaid(finding, entries, headSha)) again.push(finding);
    else result.standing.push(stillThere(finding, last, deps));
  }
  for (const entries of said.values()) await settleUnfound(entries, review, change, result, deps);

  // What a signed review or summary of ours names was said in time: only the comment about it is lost.
  const late = await deps.lateOf(news.filter(({ id }) => !ledger.said.has(id)));
  const isListed = (finding: Finding) => late.has(finding.id) && !isGrave(finding);
  return {
    ...result,
    fresh: [...news.filter((finding) => !isListed(finding)), ...again],
    lateIds: new Set([...late].filter((id) => news.some((finding) => finding.id === id && isGrave(finding)))),
    late: news.filter(isListed),
  };
}

/** What was said of one finding that this review does not find. */
async function settleUnfound(
  entries: readonly LedgerEntry[],
  review: Review,
  change: Change,
  { standing, gone, settled }: Pick<Settled, "standing" | "gone" | "settled">,
  deps: SettleDeps,
): Promise<void> {
  const last = entries.at(-1);
  const open = entries.filter(({ state }) => state !== "fixed").map(withoutLapsed);
  const lastOpen = open.at(-1);
  if (!last || !lastOpen) settled.push(...(last ? [last] : []));
  else if (last.decision && deps.nowMs < last.decision.untilMs) settled.push({ ...last, state: last.decision.state });
  else if (await isGone(lastOpen, review, change, deps)) gone.push(...open);
  else if (deps.unsure && isSettled(last)) settled.push(last);
  else standing.push(lastOpen);
}

function isSettled({ state }: LedgerEntry): boolean {
  return state === "declined" || state === "accepted";
}

/** Without the "no" of a decision that does not hold. */
function withoutLapsed(entry: LedgerEntry): LedgerEntry {
  const { decision: _lapsed, ...rest } = entry;
  return { ...rest, state: entry.state === "late" ? "late" : "open" };
}

/** As it is now; where only a model's view of the same code changed, the graver view stays. */
function stillThere(finding: Finding, last: LedgerEntry, { remember }: SettleDeps): LedgerEntry {
  const now = remember(finding);
  const isSame = last.finding.quote === now.quote;
  const isMilder = severityRank(now.severity) < severityRank(last.finding.severity);
  const severity = isSame && isMilder ? last.finding.severity : now.severity;
  return { ...withoutLapsed(last), finding: { ...now, severity } };
}

function decided(
  finding: Finding,
  decision: Decision,
  last: LedgerEntry | undefined,
  headSha: string,
  { remember }: SettleDeps,
): LedgerEntry {
  return { ...(last ?? { headSha }), finding: remember(finding), state: decision.state, decision };
}
