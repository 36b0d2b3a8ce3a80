import type { Review } from "../core/review.ts";
import type { LedgerRow } from "../core/words.ts";
import { accountWords, failedWords, leftWords, readSentence } from "./account-words.ts";
import { commandItems } from "./command-words.ts";
import type { Block } from "./fit-blocks.ts";
import { ledgerHeadline, ledgerTable, openFirst } from "./ledger-words.ts";
import { folded, type Speech } from "./speech.ts";
import { count } from "./wording.ts";

const MOST_ROWS = 100;

export type LedgerAbout = { review: Review; headSha: string; rows: readonly LedgerRow[] };

/** The one comment that is edited in place: where every finding stands, then, folded, what it rests on and what can be asked. */
export function summaryBlocks({ review, headSha, rows }: LedgerAbout, speech: Speech): Block[] {
  const commands = commandItems(speech.commands);
  return [
    [`### ReflexGen: ${ledgerHeadline(rows, review)}`],
    ...tableBlocks(rows, speech),
    [readSentence(review, headSha, speech)],
    ...failedWords(review, speech).map((text): Block => [text]),
    [folded("What was left out, and what it cost", [...leftWords(review, speech), ...accountWords(review, speech)])],
    ...(commands.length > 0 ? [[folded("What you can ask", [commands.join("\n")])] as const] : []),
  ];
}

/** The table by itself, with as many rows as fit beside everything else. */
export function tableBlocks(rows: readonly LedgerRow[], speech: Speech): Block[] {
  if (rows.length === 0) return [];
  const table = ledgerTable(openFirst(rows), speech);
  const first = (amount: number) => {
    const shown = [table.head, ...table.rows.slice(0, amount)].join("\n");
    return rows.length > amount
      ? `${shown}\n\n${count(rows.length - amount, "more finding")}, not listed here.`
      : shown;
  };
  return [[first(MOST_ROWS), first(30), first(10)]];
}
