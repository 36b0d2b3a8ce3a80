import type { Finding, Fix } from "../core/finding.ts";
import type { PlacedFindings, Placement } from "../core/placement.ts";
import { suggestedLines } from "../core/suggestion.ts";
import { isOffered, MODEL_ONLY } from "./checked.ts";
import { diffLines } from "./diff-lines.ts";
import { findingBasis, SHOWN } from "./finding-basis.ts";
import type { Block } from "./fit-blocks.ts";
import { markdownFence } from "./markdown-escape.ts";
import { folded, type Speech } from "./speech.ts";
import { capital, count, withoutStop } from "./wording.ts";

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
    [say(worst.reason, SHOWN.reason)],
    ...removedWords(worst, placement),
    ...alsoWords(others, speech),
    ...(isOffered(fix) ? repair(worst, fix, placement, speech) : advice(worst, speech)),
    [findingBasis(worst, placement, speech), `id ${code(worst.id)}`],
  ];
}

/** The others that the same patch repairs, a line each. */
function alsoWords(others: readonly Finding[], speech: Speech): Block[] {
  if (others.length === 0) return [];
  const items = others.map((other) => `- ${headline(other, speech)} (line ${other.span.startLine})`);
  return [["The same change repairs:"], [items.join("\n"), `- ${count(others.length, "more finding")}`]];
}

export function headline({ severity, title }: Pick<Finding, "severity" | "title">, { say }: Speech): string {
  return `**${capital(severity)}: ${say(withoutStop(title), 200)}**`;
}

/** What it is about in this code: "at `cursor.execute` in `Users.login`". */
function hereWords({ sink, symbol, path }: Finding, { code }: Speech): string {
  const at = sink.trim() === "" || sink.length > MOST_SINK_CHARACTERS ? "" : `at ${code(sink, path)} `;
  return `${at}in ${code(symbol, path)}`;
}

/** At removed lines: what they have to do with it, and where it is. That a rule was silent with them was tried; a model's word was not. */
function removedWords({ claimedBy, span }: Finding, placement: Placement): Block[] {
  if (placement.kind !== "comment" || placement.side !== "LEFT") return [];
  return claimedBy.some(({ kind }) => kind === "rule")
    ? [[`What stood here kept this from happening. It is at line ${span.startLine} now.`]]
    : [[`This is about what was taken away here. What it guarded is at line ${span.startLine} now.`]];
}

function repair(finding: Finding, fix: Fix, placement: Placement, speech: Speech): Block[] {
  const { say } = speech;
  const warning = fix.examinedByModelOnly ? ` **${capital(MODEL_ONLY)}.**` : "";
  const does = say(withoutStop(fix.title), 200);
  if (placement.kind === "suggestion")
    return [[warning === "" ? `This ${does}:` : `This ${does}.${warning}`], [suggestionBlock(placement.replacement)]];
  const why = placement.kind === "comment" ? placement.noButton : placement.reason;
  const shown = diffOf(fix, finding, speech);
  return [
    [
      `A checked fix ${does}.${warning} It has no button${why ? `: ${say(withoutStop(why))}` : ""}.${howToGet(finding, speech)}`,
    ],
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
  return advice.trim() === "" ? [] : [[say(advice, SHOWN.advice)]];
}
