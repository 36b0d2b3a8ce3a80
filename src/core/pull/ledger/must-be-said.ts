import type { Finding } from "../../finding.ts";
import { quoteDigest } from "../../quote-digest.ts";
import { isGrave } from "./lateness.ts";
import type { LedgerEntry } from "./ledger.ts";

/**
 * Whether a finding that was said before and is there at this head is said once more. `entries` are what was said of it, the newest last;
 * no decision holds of it.
 *
 * Once it is back after it was fixed, once a "no" about it no longer holds, and once where its code became another and what was said
 * is out of sight or was less grave. A resolved thread or a thumbs down stops repetition for as long as the code is the same.
 */
export function mustBeSaid(finding: Finding, entries: readonly LedgerEntry[], headSha: string): boolean {
  const last = entries.at(-1);
  if (!last) return true;
  const quote = quoteDigest(finding.quote);
  const isSameCode = (entry: LedgerEntry) => entry.finding.quote === undefined || entry.finding.quote === quote;
  // Said of this very head: a run before this one came to an end in between.
  if (entries.some((entry) => entry.thread && entry.headSha === headSha && isSameCode(entry))) return false;
  const same = entries.some(isSameCode);
  if (same && entries.some(({ thread }) => thread?.disliked)) return false;
  if (last.state === "fixed" || !wasSaidSince(last)) return true;
  if (!isGrave(finding)) return !same && (last.thread?.resolved === true || last.thread?.disliked === true);
  if (same) return !last.thread && !isGrave(last.finding);
  return !last.thread || last.thread.outdated || last.thread.resolved || !isGrave(last.finding);
}

/** After somebody said no to it, which no longer holds. */
function wasSaidSince({ state, thread, decision }: LedgerEntry): boolean {
  if (state === "declined" || state === "accepted") return false;
  return !thread || !decision || Date.parse(thread.first.createdAt) > decision.atMs;
}
