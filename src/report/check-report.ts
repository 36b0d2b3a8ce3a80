import type { CheckWords, Verdict } from "../core/words.ts";
import { accountWords, failedWords, leftWords, readSentence } from "./account-words.ts";
import { checkTitle } from "./check-title.ts";
import { fitBlocks } from "./fit-blocks.ts";
import { lateWords } from "./ledger-words.ts";
import { shortSha, type Speech } from "./speech.ts";
import { tableBlocks, type LedgerAbout } from "./summary.ts";
import { verdictWords } from "./verdict-words.ts";
import { withoutStop } from "./wording.ts";

/** @see https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const MOST_BYTES = 65_535;
const REST = "The rest did not fit here.";

export type CheckAbout = LedgerAbout & { verdict?: Verdict };

/** The check of a review: the title says the findings, the summary the verdict, what was read and what not, the text every finding. */
export function checkReport(about: CheckAbout, speech: Speech): CheckWords {
  const { review, headSha, rows } = about;
  const summary = [
    ...verdictWords(about),
    ...lateWords(rows),
    ...failedWords(review, speech),
    readSentence(review, headSha, speech),
    ...leftWords(review, speech),
    ...accountWords(review, speech),
  ];
  const blocks = tableBlocks(rows, speech);
  return {
    title: checkTitle(about),
    summary: fitBlocks(
      summary.map((text) => [text]),
      MOST_BYTES,
      () => REST,
    ),
    text: fitBlocks(blocks.length > 0 ? blocks : [["No findings."]], MOST_BYTES, () => REST),
  };
}

const MOST_TITLE_CHARACTERS = 120;

/** The check while there is no review: it never looks like a pass. `why` up to its first colon is the title: that much is seen in the merge box. */
export function checkWithoutReview(
  { headSha, state, why }: { headSha: string; state: "reviewing" | "not-reviewed"; why?: string },
  { say, plain }: Speech,
): CheckWords {
  if (state === "reviewing")
    return { title: "Reviewing", summary: `The change at ${shortSha(headSha)} is being read.`, text: "" };
  const [short = ""] = (why ?? "").split(": ");
  return {
    title: short === "" ? "Not reviewed" : `Not reviewed: ${plain(withoutStop(short), MOST_TITLE_CHARACTERS)}`,
    summary: `The change at ${shortSha(headSha)} was not reviewed${why ? `: ${say(withoutStop(why))}` : ""}.`,
    text: "",
  };
}
