import { CHECK_LEVELS, type Finding, type Fix } from "../core/finding.ts";
import type { Placement } from "../core/placement.ts";
import { checkedOf, claimantWords, isOffered, LEVEL_WORDS, makerWords } from "./checked.ts";
import { referencesOf, weaknessLink } from "./references.ts";
import { folded, type Speech } from "./speech.ts";
import { citationWords, joined, provenanceWords } from "./wording.ts";

/** Characters of these that stand above the fold; longer ones are whole within it. */
export const SHOWN = { reason: 400, advice: 600 };

/** Everything else, folded: what ran and what did not, who found it, knowledge with its record, references, how to decline. */
export function findingBasis(finding: Finding, placement: Placement, speech: Speech): string {
  const { say } = speech;
  const { fix, claimedBy, provenance, citations, id, weakness, reason, advice } = finding;
  const links = [
    weaknessLink(weakness) ?? say(weakness),
    ...referencesOf(finding, speech.rules).map((link) => `<${link}>`),
  ];
  const facts = [
    `Found by ${say(joined(claimedBy.map(claimantWords)))}; ${finding.origin === "introduced" ? "new in this change" : "there before this change"}`,
    ...provenanceWords(provenance).map((words) => `Written ${say(words)}, as far as known`),
    ...citations.map((citation) => `Knowledge: ${say(citationWords(citation))}`),
    `More: ${links.join(", ")}`,
  ];
  return folded(foldLabel(fix), [
    ...(reason.length > SHOWN.reason ? [say(reason, 4000)] : []),
    ...(advice.length > SHOWN.advice ? [say(advice, 4000)] : []),
    ...(isOffered(fix) && fix.explanation ? [say(fix.explanation, 2000)] : []),
    list([...(fix ? checkItems(fix, speech) : []), ...facts]),
    ...decline(id, placement, speech),
  ]);
}

function foldLabel(fix: Fix | undefined): string {
  if (!isOffered(fix)) return "What this rests on";
  return `Checked: ${checkedOf(fix).levels.join(" · ")}`;
}

function checkItems(fix: Fix, { say }: Speech): string[] {
  const { notRun, failed } = checkedOf(fix);
  const passed = CHECK_LEVELS.flatMap((level) => {
    const names = fix.checks
      .filter((check) => check.level === level && check.outcome === "passed")
      .map(({ name }) => name);
    return names.length > 0 ? [`${level} ${LEVEL_WORDS[level]}: ${say(names.join(", "))}`] : [];
  });
  return [
    ...(isOffered(fix) ? passed : []),
    ...notRun.map(({ level, name, detail }) => `${level} not run: ${say(`${name} (${detail})`)}`),
    ...failed.map(({ level, name, detail }) => `A fix was tried; ${level} failed: ${say(`${name} (${detail})`)}`),
    ...(isOffered(fix) ? [`Made by ${say(makerWords(fix.madeBy))}`] : []),
  ];
}

function decline(id: string, { kind }: Placement, { commands }: Speech): string[] {
  if (commands.has("dismiss"))
    return [`Not right here? \`/reflexgen dismiss ${id} why\` says so for good (write access needed).`];
  if (kind === "outside") return [];
  return ["Not right here? Resolve this conversation: it is not said again, though the check still counts it."];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
