import { CHECK_LEVELS, type Finding, type Fix } from "../core/finding.ts";
import type { Placement } from "../core/placement.ts";
import { checkedOf, claimantWords, isOffered, LEVEL_WORDS, makerWords } from "./checked.ts";
import { referencesOf, weaknessLink } from "./references.ts";
import { folded, type Speech } from "./speech.ts";
import { citationWords, joined, provenanceWords } from "./wording.ts";

/** Characters of these that stand above the fold; longer ones are whole within it. */
export const SHOWN = { reason: 400, advice: 600 };

/** Everything else, folded: what ran and what did not, knowledge with its record, who found it, references, how to decline. */
export function findingBasis(finding: Finding, placement: Placement, speech: Speech): string {
  const { say, code } = speech;
  const { fix, provenance, citations, id, weakness, reason, advice } = finding;
  const links = [
    weaknessLink(weakness) ?? say(weakness),
    ...referencesOf(finding, speech.rules).map((link) => `<${link}>`),
  ];
  const facts = [
    ...citations.map((citation) => `Knowledge: ${say(citationWords(citation))}`),
    ...originWords(finding, speech),
    ...provenanceWords(provenance).map((words) => `Written ${say(words)}, as far as known`),
    `More: ${links.join(", ")}; id ${code(id)}`,
  ];
  return folded(foldLabel(fix), [
    ...(reason.length > SHOWN.reason ? [say(reason, 4000)] : []),
    ...(advice.length > SHOWN.advice ? [say(advice, 4000)] : []),
    ...(isOffered(fix) && fix.explanation ? [say(fix.explanation, 2000)] : []),
    list([...(fix ? checkItems(fix, speech) : []), ...facts]),
    ...decline(finding, placement, speech),
  ]);
}

/** Who found it and, where a fix is offered, who made that; said once where it is the same. */
function originWords({ claimedBy, origin, fix }: Finding, { say }: Speech): string[] {
  const finders = joined(claimedBy.map(claimantWords));
  const since = origin === "introduced" ? "new in this change" : "there before this change";
  if (!isOffered(fix)) return [`Found by ${say(finders)}; ${since}`];
  const maker = makerWords(fix.madeBy);
  if (maker === finders) return [`Found and repaired by ${say(maker)}; ${since}`];
  return [`Found by ${say(finders)}, repaired by ${say(maker)}; ${since}`];
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
    // What follows from a failed check is no news of its own.
    ...(failed.length > 0 ? [] : notRun).map(
      ({ level, name, detail }) => `${level} not run: ${say(`${name} (${detail})`)}`,
    ),
    ...failed.map(({ level, name, detail }) => `A fix was tried; ${level} failed: ${say(`${name} (${detail})`)}`),
  ];
}

/** In a thread of its own a finding needs no id. */
function decline({ id }: Finding, { kind }: Placement, { commands }: Speech): string[] {
  const isInThread = kind !== "outside";
  if (commands.has("dismiss"))
    return [
      `Not right here? ${isInThread ? "Answer `/reflexgen dismiss`" : `Comment \`/reflexgen dismiss ${id}\``} and why; it no longer counts then (write access needed).`,
    ];
  return isInThread
    ? ["Not right here? Resolve this conversation: it is not said again, though the check still counts it."]
    : [];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}
