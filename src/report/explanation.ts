import { CHECK_LEVELS, type Check, type Fix, type Finding } from "../core/finding.ts";
import type { MarkedFinding } from "../core/mark.ts";
import type { Explanation } from "../core/words.ts";
import { answerBlocks } from "./answer-blocks.ts";
import { checkedOf, claimantWords, isOffered, LEVEL_WORDS, makerWords, MODEL_ONLY } from "./checked.ts";
import { commandLine } from "./command-words.ts";
import type { Block } from "./fit-blocks.ts";
import { referencesOf, weaknessLink } from "./references.ts";
import { shortSha, type Speech } from "./speech.ts";
import { capital, citationWords, joined, placeWords, withoutStop } from "./wording.ts";

/** Everything that a finding rests on: what it is, who found it, what was checked level by level, what shaped it, how to decline it. */
export function explanationBlocks(about: Explanation, speech: Speech): Block[] {
  const { finding, now, answer, silence } = about;
  const found = "missing" in now ? undefined : now;
  const { say } = speech;
  return [
    [whatItIs(about, found, speech)],
    ...(found ? [[say(found.reason, 2000)] as const] : []),
    [list("How it was found", foundWords(about, found, speech))],
    [list("What was checked", found ? checkedWords(found, speech) : rememberedFix(finding, speech))],
    [list("Knowledge behind it", knowledgeWords(finding, found, speech))],
    ...(answer ? [["What the model says:"] as const, ...answerBlocks(answer, speech)] : []),
    ...(silence === undefined ? [] : [[`The model was not heard: ${say(silence, 200)}.`] as const]),
    ...declineWords(finding.id, speech),
  ];
}

function whatItIs(
  { finding, state, decision }: Explanation,
  found: Finding | undefined,
  { say, code }: Speech,
): string {
  const { severity, title, symbol, path, lines, id } = finding;
  const place = placeWords(
    found?.path ?? path,
    found ? { startLine: found.span.startLine, endLine: found.span.endLine } : lines,
  );
  const by = decision ? ` by ${say(decision.by.login, 60)}: ${say(decision.reason, 300)}` : "";
  const stands = {
    open: "open",
    late: "open, said late",
    fixed: "fixed",
    declined: `declined${by}`,
    accepted: `risk accepted${by}`,
  };
  return `**${capital(severity)}: ${say(withoutStop(title), 200)}** in ${code(symbol)} at ${code(place)}. Id ${code(id)}, ${stands[state]}.`;
}

function foundWords({ finding, headSha, now }: Explanation, found: Finding | undefined, { say }: Speech): string[] {
  const first = finding.byModel ? "Claimed by a model; no analyser covers it" : "Reported by an analyser";
  const look =
    "missing" in now
      ? `Looked at again just now at ${shortSha(headSha)}, by analysers alone: ${say(now.missing, 300)}`
      : `Found again just now at ${shortSha(headSha)}, at line ${now.span.startLine}, by ${say(joined(now.claimedBy.map(claimantWords)), 300)}`;
  return found ? [look] : [first, look];
}

function checkedWords({ fix, advice }: Finding, { say }: Speech): string[] {
  if (!fix) return [`There is no fix that could be checked. ${say(advice, 600)}`];
  const levels = CHECK_LEVELS.flatMap((level) => levelWords(level, fix, say));
  const offered = isOffered(fix)
    ? `It is offered: made by ${say(makerWords(fix.madeBy), 200)}, it ${say(withoutStop(fix.title), 200)}`
    : "So it is not offered, and the finding is advice";
  return [...levels, offered, ...(fix.examinedByModelOnly ? [capital(MODEL_ONLY)] : [])];
}

function levelWords(level: (typeof CHECK_LEVELS)[number], fix: Fix, say: Speech["say"]): string[] {
  const isOf = (check: Check) => check.level === level;
  const passed = fix.checks.filter((check) => isOf(check) && check.outcome === "passed").map(({ name }) => name);
  const { failed, notRun } = checkedOf(fix);
  if (!fix.checks.some(isOf)) return [`${level} ${LEVEL_WORDS[level]}: not reached`];
  return [
    `${level} ${LEVEL_WORDS[level]}: ${passed.length > 0 ? `passed: ${say(passed.join(", "), 1000)}` : "nothing passed"}`,
    ...[...failed, ...notRun]
      .filter(isOf)
      .map(
        ({ name, outcome, detail }) =>
          `${level} ${outcome === "failed" ? "failed" : "not run"}: ${say(`${name} (${detail})`, 400)}`,
      ),
  ];
}

function rememberedFix({ fix }: MarkedFinding, { say }: Speech): string[] {
  if (!fix) return ["No fix was offered with it"];
  return [
    `A fix was offered with it that had passed all levels then: made by ${say(`${fix.madeBy.kind} ${fix.madeBy.name}`, 200)}, it ${say(withoutStop(fix.title), 200)}`,
  ];
}

function knowledgeWords(finding: MarkedFinding, found: Finding | undefined, speech: Speech): string[] {
  const { say, code, rules } = speech;
  const cited = found
    ? found.citations.map((citation) => say(citationWords(citation), 300))
    : finding.cites.map(({ id }) => code(id));
  const links = [
    weaknessLink(finding.weakness) ?? say(finding.weakness),
    ...(found ? referencesOf(found, rules).map((link) => `<${link}>`) : []),
  ];
  return [...(cited.length > 0 ? cited : ["No entry of the knowledge base shaped it"]), `More: ${links.join(", ")}`];
}

function declineWords(id: string, { commands }: Speech): Block[] {
  if (!commands.has("dismiss")) return [];
  const forms = (["dismiss", "accept-risk"] as const).map((name) => commandLine(name).replace("ID", id));
  return [[`Not right here? ${forms.join(", or ")}: by somebody with write access who is not the only author.`]];
}

function list(label: string, items: readonly string[]): string {
  return [`${label}:`, "", ...items.map((item) => `- ${item}`)].join("\n");
}
