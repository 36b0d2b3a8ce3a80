import { isComplete, type Review } from "../core/review.ts";
import type { LedgerRow } from "../core/words.ts";
import { isOpen, openRows } from "./open-rows.ts";
import { shortSha, tableCell, tableCode, type Speech } from "./speech.ts";
import { capital, count, placeWords } from "./wording.ts";

/** "2 findings, 1 fixed", "nothing found in what was read": never "clean" of what was not read. */
export function ledgerHeadline(rows: readonly LedgerRow[], review: Review): string {
  const open = openRows(rows).length;
  const others = settledWords(rows);
  const complete = isComplete(review);
  if (open > 0) return [count(open, "finding"), ...others, ...(complete ? [] : ["not everything was read"])].join(", ");
  const nothing = others.length > 0 ? "nothing open" : "nothing found";
  if (!complete) return [`${nothing} in what was read`, ...others].join(", ");
  return review.read.files === 0 && others.length === 0 ? "nothing to review" : [nothing, ...others].join(", ");
}

/** "3 fixed", "1 declined", "2 accepted": what needs nobody any more, each where there are any. */
export function settledWords(rows: readonly LedgerRow[]): string[] {
  return (["fixed", "declined", "accepted"] as const)
    .map((state) => ({ state, amount: rows.filter((row) => row.state === state).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ state, amount }) => `${amount} ${state}`);
}

/** One plain sentence where something was found late, else nothing. */
export function lateWords(rows: readonly LedgerRow[]): string[] {
  const late = rows.filter(({ state }) => state === "late").length;
  if (late === 0) return [];
  const [stand, them] = late === 1 ? ["1 stands", "it"] : [`${late} stand`, "them"];
  return [`Found late: ${stand} in code that an earlier review had passed without finding ${them}.`];
}

/** What needs someone first; the order among these stays. */
export function openFirst(rows: readonly LedgerRow[]): LedgerRow[] {
  return [...openRows(rows), ...rows.filter((row) => !isOpen(row))];
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

function stateWords(row: LedgerRow, speech: Speech): string {
  const { state, said, fixedIn, finding } = row;
  if (state === "fixed") return fixedIn ? `fixed in ${shortSha(fixedIn)}` : "fixed";
  if (state === "declined") return `declined${decisionWords(row, speech)}`;
  if (state === "accepted") return `risk accepted${decisionWords(row, speech)}`;
  const how = said === "suggestion" ? "suggestion" : finding.fix ? "checked fix" : "advice";
  return `**open**, ${how}${state === "late" ? ", found late" : ""}`;
}

/** " by ada until 2027-01-31: the words that she gave for it". */
function decisionWords({ by, untilMs, reason }: LedgerRow, speech: Speech): string {
  const who = by ? ` by ${tableCell(speech, by, 40)}` : "";
  const until = untilMs ? ` until ${new Date(untilMs).toISOString().slice(0, 10)}` : "";
  return `${who}${until}${reason ? `: ${tableCell(speech, reason, 120)}` : ""}`;
}
