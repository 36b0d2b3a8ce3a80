import type { Finding, Fix } from "../core/finding.ts";
import type { PlacedFindings, Placement } from "../core/placement.ts";
import { suggestedLines } from "../core/suggestion.ts";
import { CHECK_LEVELS } from "../core/finding.ts";
import { checkedOf, claimantWords, isOffered, LEVEL_WORDS, makerWords, MODEL_ONLY } from "./checked.ts";
import { diffLines } from "./diff-lines.ts";
import type { Block } from "./fit-blocks.ts";
import { markdownFence } from "./markdown-escape.ts";
import { referencesOf, weaknessLink } from "./references.ts";
import { folded, type Speech } from "./speech.ts";
import { capital, citationWords, joined, provenanceWords, withoutStop } from "./wording.ts";

/** A longer diff is not shown in a comment: it is had by the command, or from the command line. */
const NO_ROOM = "Its diff is too long to be shown here.";
const MOST_DIFF_LINES = 120;
const MOST_SINK_CHARACTERS = 60;
const MOST_DIFF_CHARACTERS = 20_000;

/** Title, why it matters here, and what to do: a button, a diff, or advice; then, folded, what it rests on. */
export function findingBlocks({ findings, placement }: PlacedFindings, speech: Speech): Block[] {
  const { say, code } = speech;
  const [worst, ...others] = findings;
  const { fix } = worst;
  return [
    [`${headline(worst, speech)} ${hereWords(worst, speech)}`],
    [say(worst.reason, 400)],
    ...others.map((other): Block => [`${headline(other, speech)} (line ${other.span.startLine})`]),
    ...(isOffered(fix) ? repair(worst, fix, placement, speech) : advice(worst, speech)),
    [folded(foldLabel(fix), basis(worst, placement, speech)), `id ${code(worst.id)}`],
  ];
}

export function headline({ severity, title }: Pick<Finding, "severity" | "title">, { say }: Speech): string {
  return `**${capital(severity)}: ${say(withoutStop(title), 200)}**`;
}

/** What it is about in this code: "at `cursor.execute` in `Users.login`". */
function hereWords({ sink, symbol, path }: Finding, { code }: Speech): string {
  const at = sink.trim() === "" || sink.length > MOST_SINK_CHARACTERS ? "" : `at ${code(sink, path)} `;
  return `${at}in ${code(symbol, path)}`;
}

function repair(finding: Finding, fix: Fix, placement: Placement, speech: Speech): Block[] {
  const { say } = speech;
  const warning: Block[] = fix.examinedByModelOnly ? [[`**${capital(MODEL_ONLY)}.**`]] : [];
  const does = say(fix.title, 200);
  if (placement.kind === "suggestion") return [...warning, [`This ${does}:`], [suggestionBlock(placement.replacement)]];
  const why = placement.kind === "comment" ? placement.noButton : placement.reason;
  const shown = diffOf(fix, finding, speech);
  return [
    ...warning,
    [`A checked fix ${does}. It has no button${why ? `: ${say(withoutStop(why))}` : ""}.${howToGet(finding, speech)}`],
    shown ? [folded("The fix", [shown]), NO_ROOM] : [NO_ROOM],
  ];
}

function diffOf({ patch }: Fix, { path }: Finding, { scrub }: Speech): string | undefined {
  const characters = patch.hunks.reduce((sum, { before, after }) => sum + before.length + after.length, 0);
  if (characters > MOST_DIFF_CHARACTERS) return undefined;
  const lines = diffLines(patch).map((line) => scrub(line, path));
  return lines.length <= MOST_DIFF_LINES ? markdownFence("diff", lines).join("\n") : undefined;
}

function howToGet({ id }: Finding, { commands }: Speech): string {
  return commands.has("apply") ? ` \`/reflexgen apply ${id}\` commits it here.` : "";
}

function suggestionBlock(replacement: string): string {
  const lines = suggestedLines(replacement);
  const longest = Math.max(2, ...lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}suggestion`, ...lines, fence].join("\n");
}

function advice({ advice }: Finding, { say }: Speech): Block[] {
  return advice.trim() === "" ? [] : [[say(advice)]];
}

function foldLabel(fix: Fix | undefined): string {
  if (!isOffered(fix)) return "What this rests on";
  return `Checked: ${checkedOf(fix).levels.join(" · ")}`;
}

function basis(finding: Finding, placement: Placement, speech: Speech): string[] {
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
  return [
    ...(reason.length > 400 ? [say(reason, 4000)] : []),
    ...(advice.length > 600 ? [say(advice, 4000)] : []),
    ...(isOffered(fix) && fix.explanation ? [say(fix.explanation, 2000)] : []),
    list([...(fix ? checkItems(fix, speech) : []), ...facts]),
    ...decline(id, placement, speech),
  ];
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
