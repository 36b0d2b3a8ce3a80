import type { PlacedFindings } from "../core/placement.ts";
import type { Review } from "../core/review.ts";
import type { ListedFinding } from "../core/words.ts";
import { failedWords } from "./account-words.ts";
import { findingBlocks, headline } from "./finding-blocks.ts";
import type { Block } from "./fit-blocks.ts";
import { folded, type Speech } from "./speech.ts";
import { count, joined, placeWords, severityWords } from "./wording.ts";

export type ReviewBody = {
  review: Review;
  headSha: string;
  posted: readonly PlacedFindings[];
  listed: readonly ListedFinding[];
};

/** What stands above a review's comments: how many, how many buttons, and what has no comment in the diff, with the reason. */
export function reviewBlocks({ review, posted, listed }: ReviewBody, speech: Speech): Block[] {
  const all = [...posted.flatMap(({ findings }) => findings), ...listed.map(({ finding }) => finding)];
  const full = listed.filter(({ brief }) => !brief);
  return [
    [`**ReflexGen: ${count(all.length, "new finding")}** (${severityWords(all)}). ${buttonWords(posted)}`],
    ...failedWords(review, speech).map((text): Block => [text]),
    ...(full.length > 0 ? [["Without a comment in the diff:"] as const] : []),
    ...full.map((one) => listedBlock(one, speech)),
    ...briefBlocks(
      listed.filter(({ brief }) => brief),
      speech,
    ),
  ];
}

function buttonWords(posted: readonly PlacedFindings[]): string {
  const buttons = posted.filter(({ placement }) => placement.kind === "suggestion").length;
  return buttons > 0
    ? `${count(buttons, "checked fix", "checked fixes")} can be committed with one click.`
    : "None has a fix that can be committed with one click.";
}

function listedBlock({ finding, why }: ListedFinding, speech: Speech): Block {
  const { say, code } = speech;
  const place = `${code(placeWords(finding.path, finding.span), finding.path)} (${say(why, 200)})`;
  const short = `${headline(finding, speech)}\n${place}`;
  const [, ...rest] = findingBlocks({ findings: [finding], placement: { kind: "outside", reason: why } }, speech);
  return [[short, ...rest.map(([fullest]) => fullest)].join("\n\n"), short];
}

/** One line each, folded under how many of them there are. */
function briefBlocks(listed: readonly ListedFinding[], speech: Speech): Block[] {
  if (listed.length === 0) return [];
  const { say, code } = speech;
  const label = `${severityWords(listed.map(({ finding }) => finding))} without a comment of their own`;
  const reasons = [...new Set(listed.map(({ why }) => say(why, 200)))];
  const items = listed.map(({ finding }) => {
    const place = placeWords(finding.path, { ...finding.span, endLine: finding.span.startLine });
    return `- ${headline(finding, speech)} ${code(place, finding.path)}`;
  });
  const fold = (amount: number) =>
    folded(label, [
      `Why: ${joined(reasons)}. The summary and the check name them too.`,
      items.slice(0, amount).join("\n"),
      ...(items.length > amount ? [`${items.length - amount} more are named there.`] : []),
    ]);
  return [[fold(100), fold(20), label]];
}
