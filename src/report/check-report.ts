import type { CheckWords } from "../core/words.ts";
import { accountWords, failedWords, leftWords, readSentence } from "./account-words.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { ledgerHeadline } from "./ledger-words.ts";
import { shortSha, type Speech } from "./speech.ts";
import { tableBlocks, type LedgerAbout } from "./summary.ts";
import { capital, withoutStop } from "./wording.ts";

/** @see https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const MOST_BYTES = 65_535;
const REST = "The rest did not fit here.";

/** The check of a review: the title says the findings, the summary what was read and what not, the text every finding. */
export function checkReport({ review, headSha, rows }: LedgerAbout, speech: Speech): CheckWords {
  const summary = [
    readSentence(review, headSha, speech),
    ...failedWords(review, speech),
    ...leftWords(review, speech),
    ...accountWords(review, speech),
  ];
  const blocks = tableBlocks(rows, speech);
  return {
    title: capital(ledgerHeadline(rows, review)),
    summary: fitBlocks(
      summary.map((text) => [text]),
      MOST_BYTES,
      () => REST,
    ),
    text: fitBlocks(blocks.length > 0 ? blocks : [["No findings."]], MOST_BYTES, () => REST),
  };
}

/** The check while there is no review: it never looks like a pass. */
export function checkWithoutReview(
  { headSha, state, why }: { headSha: string; state: "reviewing" | "not-reviewed"; why?: string },
  { say }: Speech,
): CheckWords {
  if (state === "reviewing")
    return { title: "Reviewing", summary: `The change at ${shortSha(headSha)} is being read.`, text: "" };
  const reason = why ? `: ${say(withoutStop(why))}` : "";
  return { title: "Not reviewed", summary: `The change at ${shortSha(headSha)} was not reviewed${reason}.`, text: "" };
}
