import type { RuleSummary } from "../core/analysis.ts";
import { isComplete, type Review } from "../core/review.ts";
import { isOffered } from "./checked.ts";
import { inertInActions } from "./escape.ts";
import { markdownText } from "./markdown-escape.ts";
import { renderMarkdownFinding, renderMarkdownPlace } from "./markdown-finding.ts";
import { costWords, count, groupUnread, readWords, severityWords, suppressedWords } from "./wording.ts";

export type MarkdownOptions = {
  /** The head text of a file of the change; undefined where it can't be had. */
  sourceOf: (path: string) => string | undefined;
  /** All loaded rules, for their references. */
  rules?: readonly RuleSummary[];
  /** The guard against secrets in what is written. */
  scrub?: (text: string, path?: string) => string;
  /** Longest result in bytes of UTF-8, so that no way of counting passes it. GitHub takes 65,536 characters in any body. */
  limit?: number;
};

const GITHUB_LIMIT = 65_536;
const MOST_GROUPS = 8;
const MOST_NOTES = 10;
/** Room that is kept for the note about what was left out. */
const NOTE_ROOM = 200;

/**
 * A review as GitHub-flavoured Markdown: what was read first, then the findings, worst first. What does not fit is counted at the end.
 * Nothing from the reviewed code or the model works as markup, HTML, mention, reference, link or image. Ends with a newline.
 */
export function renderMarkdown(review: Review, options: MarkdownOptions): string {
  const scrub = options.scrub ?? ((text) => text);
  const limit = (options.limit ?? GITHUB_LIMIT) - NOTE_ROOM;
  let result = summary(review, (text) => markdownText(scrub(text))).join("\n\n");
  let left = 0;
  for (const finding of review.findings) {
    const full = renderMarkdownFinding(finding, { ...options, scrub });
    const block = [full, renderMarkdownPlace(finding, scrub)].find((text) => bytes(result) + bytes(text) + 2 <= limit);
    if (block === undefined || left > 0) left++;
    else result += `\n\n${block}`;
  }
  if (left > 0) result += `\n\n${count(left, "more finding")} did not fit here: see the review's JSON or SARIF.`;
  const whole = `${inertInActions(result)}\n`;
  return options.scrub ? options.scrub(whole) : whole;
}

function summary(review: Review, say: (text: string) => string): string[] {
  const { findings, model, notes } = review;
  const offered = findings.filter(({ fix }) => isOffered(fix)).length;
  const nothing = isComplete(review) ? "nothing found" : "nothing found in what was read";
  const headline =
    findings.length === 0 ? nothing : `${count(findings.length, "finding")} (${severityWords(findings)})`;
  const by = model ? `rules and the model ${say(model.name)}` : "rules alone";
  return [
    `### ReflexGen: ${headline}`,
    `Read: ${readWords(review.read)} of ${say(cut(review.title))}, by ${by}.`,
    ...(findings.length > 0
      ? [`${offered === 0 ? "No finding has" : `${offered} of ${findings.length} have`} a checked fix.`]
      : []),
    ...unread(review, say),
    ...(review.suppressed.length > 0 ? [`Silenced: ${say(cut(suppressedWords(review.suppressed)))}.`] : []),
    ...notes.slice(0, MOST_NOTES).map((note) => `Note: ${say(cut(note))}`),
    `Cost: ${costWords(review.cost)}.`,
  ];
}

function unread({ unread }: Review, say: (text: string) => string): string[] {
  if (unread.length === 0) return [];
  const groups = groupUnread(unread);
  const items = groups.slice(0, MOST_GROUPS).map(({ reason, places, amount }) => {
    const more = amount > places.length ? `, ${amount - places.length} more` : "";
    return `- ${say(cut(reason))}: ${places.map((place) => say(cut(place))).join(", ")}${more}`;
  });
  const rest = groups.slice(MOST_GROUPS).reduce((sum, { amount }) => sum + amount, 0);
  const last = rest > 0 ? [`- ${rest} more for other reasons`] : [];
  return [`Not read: ${count(unread.length, "place")}.`, [...items, ...last].join("\n")];
}

const MOST_CHARACTERS = 300;

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS).toWellFormed()}…`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
