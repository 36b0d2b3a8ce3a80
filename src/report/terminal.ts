import type { Finding } from "../core/finding.ts";
import { isComplete, type Review } from "../core/review.ts";
import { isOffered } from "./checked.ts";
import { inertInActions } from "./escape.ts";
import { renderAccounts } from "./terminal-account.ts";
import { renderFinding, renderFindingLine } from "./terminal-finding.ts";
import { openPage, paragraph, type Page, type PageOptions } from "./page.ts";
import { costWords, count, groupUnread, joined, readWords, severityWords, suppressedWords } from "./wording.ts";

export type TerminalOptions = PageOptions & {
  /** The head text of a file of the change, secrets and all; undefined where it can't be had. */
  sourceOf: (path: string) => string | undefined;
  /** One line a finding, or everything about it. */
  levelOfDetail?: "brief" | "full";
  /** Adds context, trace and rounds of every unit, and whole reasons and diffs. */
  explain?: boolean;
  /** How to write the checked fixes, as a person would type it ("--apply"); absent where they can't be written. */
  applyWith?: string;
};

const MOST_GROUPS = 8;

/** A review for the terminal: findings first, then what was read, what was not and why, and what it cost. Ends with a newline. */
export function renderTerminal(review: Review, options: TerminalOptions): string {
  const page = openPage(options);
  const blocks: string[][] = [];
  if (options.levelOfDetail === "brief")
    blocks.push(review.findings.map((finding) => renderFindingLine(page, finding)));
  else blocks.push(...review.findings.map((finding) => renderFinding(page, finding, options)));
  if (options.explain) blocks.push(...renderAccounts(page, review.accounts));
  blocks.push(summary(page, review, options));
  const text = blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join("\n"))
    .join("\n\n");
  return `${inertInActions(options.scrub ? options.scrub(text) : text)}\n`;
}

function summary(page: Page, review: Review, { applyWith }: TerminalOptions): string[] {
  const flush = { lead: "" };
  const { findings } = review;
  const by = review.model ? ` by rules and the model ${page.say(review.model.name)}` : " by rules alone";
  if (findings.length === 0 && isComplete(review)) {
    const cost = review.model ? `, ${costWords(review.cost)}` : "";
    const line = `Nothing found in ${readWords(review.read)} of ${page.sayProse(review.title)}, read${by}${cost}.`;
    return [
      ...paragraph(page, line, flush),
      ...unread(page, review),
      ...suppressions(page, review),
      ...notes(page, review),
    ];
  }

  const headline =
    findings.length === 0
      ? "Nothing found in what was read."
      : `${count(findings.length, "finding")}: ${severityWords(findings)}.`;
  return [
    ...(findings.length > 0 ? [page.paint("quiet", "─".repeat(Math.min(page.width, 80)))] : []),
    ...paragraph(page, headline, { lead: "", role: "strong" }),
    ...paragraph(page, fixWords(findings, applyWith), flush),
    ...paragraph(page, `Read: ${readWords(review.read)} of ${page.sayProse(review.title)},${by}.`, flush),
    ...unread(page, review),
    ...suppressions(page, review),
    ...notes(page, review),
    ...paragraph(page, `Cost: ${costWords(review.cost)}.`, { lead: "", role: "quiet" }),
  ];
}

function fixWords(findings: readonly Finding[], applyWith: string | undefined): string {
  if (findings.length === 0) return "";
  const offered = findings.filter(({ fix }) => isOffered(fix)).length;
  if (offered === 0) return "No fix passed the checks.";
  const has = `${offered === findings.length && offered > 1 ? "All" : offered} ${offered === 1 ? "has" : "have"} a checked fix`;
  return applyWith ? `${has}; ${applyWith} writes ${offered === 1 ? "it" : "them"} to the work tree.` : `${has}.`;
}

function unread(page: Page, { unread }: Review): string[] {
  if (unread.length === 0) return [];
  const groups = groupUnread(unread);
  const lines = groups.slice(0, MOST_GROUPS).flatMap(({ reason, places, amount }) => {
    const more = amount > places.length ? [`${amount - places.length} more`] : [];
    return paragraph(
      page,
      `${page.sayProse(reason)}: ${joined([...places.map((place) => page.say(place)), ...more])}`,
      { lead: "  - " },
    );
  });
  const rest = groups.slice(MOST_GROUPS).reduce((sum, { amount }) => sum + amount, 0);
  if (rest > 0)
    lines.push(
      ...paragraph(page, `${rest} more for ${count(groups.length - MOST_GROUPS, "other reason")}`, { lead: "  - " }),
    );
  return [
    ...paragraph(page, `Not read: ${count(unread.length, "place")}.`, {
      lead: "",
      role: groups[0]?.failed ? "medium" : undefined,
    }),
    ...lines,
  ];
}

function suppressions(page: Page, { suppressed }: Review): string[] {
  if (suppressed.length === 0) return [];
  return paragraph(page, `Silenced: ${page.sayProse(suppressedWords(suppressed))}.`, { lead: "" });
}

function notes(page: Page, { notes }: Review): string[] {
  return notes.flatMap((note) => paragraph(page, `Note: ${page.sayProse(note)}`, { lead: "" }));
}
