import { isComplete, type Review } from "../core/review.ts";
import type { LedgerRow } from "../core/words.ts";
import { shortSha, tableCell, tableCode, type Speech } from "./speech.ts";
import { capital, count, placeWords } from "./wording.ts";

/** "2 findings, 1 fixed", "nothing found in what was read": never "clean" of what was not read. */
export function ledgerHeadline(rows: readonly LedgerRow[], review: Review): string {
  const amount = (...states: LedgerRow["state"][]) => rows.filter(({ state }) => states.includes(state)).length;
  const open = amount("open", "late");
  const others = [
    ...(amount("fixed") > 0 ? [`${amount("fixed")} fixed`] : []),
    ...(amount("declined") > 0 ? [`${amount("declined")} declined`] : []),
    ...(amount("accepted") > 0 ? [`${amount("accepted")} accepted`] : []),
  ];
  const complete = isComplete(review);
  if (open > 0) return [count(open, "finding"), ...others, ...(complete ? [] : ["not everything was read"])].join(", ");
  const nothing = others.length > 0 ? "nothing open" : "nothing found";
  if (!complete) return [`${nothing} in what was read`, ...others].join(", ");
  return review.read.files === 0 && others.length === 0 ? "nothing to review" : [nothing, ...others].join(", ");
}

/** What needs someone first; the order among these stays. */
export function openFirst(rows: readonly LedgerRow[]): LedgerRow[] {
  const isOpen = ({ state }: LedgerRow) => state === "open" || state === "late";
  return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))];
}

/** One row of a table for each finding, in the order given. */
export function ledgerTable(rows: readonly LedgerRow[], speech: Speech): { head: string; rows: string[] } {
  return {
    head: "| Severity | Finding | Where | State | Id |\n| :--- | :--- | :--- | :--- | :--- |",
    rows: rows.map((row) => {
      const { severity, title, path, lines, id } = row.finding;
      const cells = [
        capital(severity),
        tableCell(speech, title),
        tableCode(speech, placeWords(path, { ...lines, endLine: lines.startLine })),
        stateWords(row, speech),
        tableCode(speech, id),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  };
}

function stateWords({ state, said, fixedIn, reason, finding }: LedgerRow, speech: Speech): string {
  const because = reason ? `: ${tableCell(speech, reason, 120)}` : "";
  if (state === "fixed") return fixedIn ? `fixed in ${shortSha(fixedIn)}` : "fixed";
  if (state === "declined") return `declined${because}`;
  if (state === "accepted") return `risk accepted${because}`;
  const how = said === "suggestion" ? "suggestion" : finding.fix ? "checked fix" : "advice";
  return `**open**, ${how}${state === "late" ? ", found late" : ""}`;
}
