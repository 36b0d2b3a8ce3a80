import { isComplete, type Review } from "../core/review.ts";
import { severityRank } from "../core/weakness.ts";
import type { LedgerRow, Verdict } from "../core/words.ts";
import { openRows } from "./open-rows.ts";
import { count } from "./wording.ts";

/** Why the check ends as it does, in one sentence; nothing of a pass, which speaks for itself. */
export function verdictWords({
  review,
  rows,
  verdict,
}: {
  review: Review;
  rows: readonly LedgerRow[];
  verdict?: Verdict;
}): string[] {
  if (verdict === undefined || verdict.conclusion === "success") return [];
  const { conclusion, blockAt } = verdict;
  const open = openRows(rows);
  const grave = open.filter(
    ({ finding }) => blockAt !== "never" && severityRank(finding.severity) >= severityRank(blockAt),
  ).length;
  const worse = blockAt === "critical" ? "critical" : `${blockAt} or worse`;
  if (grave > 0)
    return [`**Blocking:** ${count(grave, "open finding")} of severity ${worse} (\`blockAt: ${blockAt}\`).`];
  if (!isComplete(review))
    return conclusion === "neutral"
      ? ["**Neutral, not a pass:** not everything was read."]
      : ["**Blocking:** not everything was read, and what was not read is no pass here (`whenNotReviewed`)."];
  if (blockAt === "never") return ["**Advisory:** findings never fail this check here (`blockAt: never`)."];
  return [`**Advisory:** no open finding is of severity ${worse} (\`blockAt: ${blockAt}\`).`];
}
