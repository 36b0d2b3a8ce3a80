import { isComplete, type Review } from "../core/review.ts";
import type { LedgerRow, Verdict } from "../core/words.ts";
import { ledgerHeadline, settledWords } from "./ledger-words.ts";
import { openRows } from "./open-rows.ts";
import { capital, count, severityWords } from "./wording.ts";

/**
 * What the merge box shows, at most 200 characters: how many of which severity, what is settled, what was not read, and whether it blocks:
 * "3 findings (1 high, 2 medium), 1 fixed: blocking".
 */
export function checkTitle({
  review,
  rows,
  verdict,
}: {
  review: Review;
  rows: readonly LedgerRow[];
  verdict?: Verdict;
}): string {
  const open = openRows(rows).map(({ finding }) => finding);
  const unread = review.unread.filter(({ failed }) => failed).length;
  const gap = isComplete(review) ? [] : [`${count(unread, "place")} not read`];
  if (open.length === 0) return capital([ledgerHeadline(rows, review), ...gap].join("; "));
  const found = `${count(open.length, "finding")} (${severityWords(open)})`;
  const ends = verdict === undefined ? "" : verdict.conclusion === "neutral" ? ": advisory" : ": blocking";
  return `${[[found, ...settledWords(rows)].join(", "), ...gap].join("; ")}${ends}`;
}
