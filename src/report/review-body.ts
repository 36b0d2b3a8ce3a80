import type { PlacedFindings } from "../core/placement.ts";
import type { Review } from "../core/review.ts";
import type { ListedFinding } from "../core/words.ts";
import { failedWords, readSentence } from "./account-words.ts";
import { findingBlocks, headline } from "./finding-blocks.ts";
import type { Block } from "./fit-blocks.ts";
import type { Speech } from "./speech.ts";
import { count, placeWords, severityWords } from "./wording.ts";

export type ReviewBody = {
  review: Review;
  headSha: string;
  posted: readonly PlacedFindings[];
  listed: readonly ListedFinding[];
};

/** What stands above a review's comments: how many, how many buttons, and in full what has no place in the diff. */
export function reviewBlocks({ review, headSha, posted, listed }: ReviewBody, speech: Speech): Block[] {
  const all = [...posted.flatMap(({ findings }) => findings), ...listed.map(({ finding }) => finding)];
  const buttons = posted.filter(({ placement }) => placement.kind === "suggestion").length;
  return [
    [
      [
        `**ReflexGen: ${count(all.length, "new finding")}** (${severityWords(all)}).`,
        buttons > 0
          ? `${count(buttons, "checked fix", "checked fixes")} can be committed with one click.`
          : "None has a fix that can be committed with one click.",
      ].join(" "),
    ],
    [readSentence(review, headSha, speech)],
    ...failedWords(review, speech).map((text): Block => [text]),
    ...(listed.length > 0 ? [["These have no comment in the diff:"] as const] : []),
    ...listed.map(({ finding, why }): Block => {
      const { say, code } = speech;
      const place = `${code(placeWords(finding.path, finding.span), finding.path)} (${say(why, 200)})`;
      const short = `${headline(finding, speech)}\n${place}`;
      const [, ...rest] = findingBlocks({ findings: [finding], placement: { kind: "outside", reason: why } }, speech);
      return [[short, ...rest.map(([full]) => full)].join("\n\n"), short];
    }),
  ];
}
