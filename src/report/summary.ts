import type { Review } from "../core/review.ts";
import type { LedgerRow } from "../core/words.ts";
import { accountWords, failedWords, leftWords, readSentence } from "./account-words.ts";
import { applyBox } from "./apply-box.ts";
import { commandItems } from "./command-words.ts";
import type { Block } from "./fit-blocks.ts";
import { lateWords, ledgerHeadline, ledgerTable, settledWords } from "./ledger-words.ts";
import { isOpen, openRows } from "./open-rows.ts";
import { folded, type Speech } from "./speech.ts";
import { count, joined } from "./wording.ts";

const MOST_ROWS = 100;
/** What is settled stands below what is open, until that makes the table long; then it is folded under its counts. */
const MOST_ROWS_UNFOLDED = 15;

/** `fixes`: how many checked ones a tick in the summary's box commits. */
export type LedgerAbout = { review: Review; headSha: string; rows: readonly LedgerRow[]; fixes?: number };

/** The one comment that is edited in place: where every finding stands, then, folded, what it rests on and what can be asked. */
export function summaryBlocks({ review, headSha, rows, fixes = 0 }: LedgerAbout, speech: Speech): Block[] {
  const commands = commandItems(speech.commands);
  const left = leftWords(review, speech);
  const places = review.unread.filter(({ failed }) => !failed).length;
  return [
    [`### ReflexGen: ${ledgerHeadline(rows, review)}`],
    ...tableBlocks(rows, speech),
    ...(fixes > 0 ? [[applyBox(fixes)] as const] : []),
    ...lateWords(rows).map((text): Block => [text]),
    ...failedWords(review, speech).map((text): Block => [text]),
    [readSentence(review, headSha, speech)],
    [
      folded(places > 0 ? `What was left out (${count(places, "place")}), and what it cost` : "What it cost", [
        ...left,
        ...accountWords(review, speech),
      ]),
    ],
    ...(commands.length > 0 ? [[folded("What you can ask", [commands.join("\n")])] as const] : []),
  ];
}

/** The table by itself, open ones first, with as many rows as fit beside everything else. */
export function tableBlocks(rows: readonly LedgerRow[], speech: Speech): Block[] {
  if (rows.length === 0) return [];
  const open = openRows(rows);
  const settled = rows.filter((row) => !isOpen(row));
  if (rows.length <= MOST_ROWS_UNFOLDED || open.length === 0 || settled.length === 0)
    return [tableBlock([...open, ...settled], speech)];
  const [fullest, ...shorter] = tableBlock(settled, speech);
  const label = joined(settledWords(settled));
  return [
    tableBlock(open, speech),
    [folded(label, [fullest]), ...shorter.map((text) => folded(label, [text])), `Besides: ${label}.`],
  ];
}

function tableBlock(rows: readonly LedgerRow[], speech: Speech): Block {
  const table = ledgerTable(rows.slice(0, MOST_ROWS), speech);
  const first = (amount: number) => {
    const shown = [table.head, ...table.rows.slice(0, amount)].join("\n");
    return rows.length > amount
      ? `${shown}\n\n${count(rows.length - amount, "more finding")}, not listed here.`
      : shown;
  };
  return [first(MOST_ROWS), first(30), first(10)];
}
