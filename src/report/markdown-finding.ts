import type { RuleSummary } from "../core/analysis.ts";
import type { Finding, Fix } from "../core/finding.ts";
import { checkedOf, claimantWords, isOffered, makerWords, MODEL_ONLY } from "./checked.ts";
import { renderCodeFrame } from "./code-frame.ts";
import { diffLines } from "./diff-lines.ts";
import { markdownCode, markdownFence, markdownText } from "./markdown-escape.ts";
import { openPage } from "./page.ts";
import { referencesOf, weaknessLink } from "./references.ts";
import { citationWords, joined, provenanceWords } from "./wording.ts";

type FindingOptions = {
  sourceOf: (path: string) => string | undefined;
  rules?: readonly RuleSummary[];
  scrub: (text: string, path?: string) => string;
};

const MOST_CHARACTERS = 1500;
const FRAME_WIDTH = 100;

/** Everything about one finding. Its length is not bounded: a fix may be long, and it is shown whole or not at all. */
export function renderMarkdownFinding(finding: Finding, { sourceOf, rules = [], scrub }: FindingOptions): string {
  const { path, span, quote, severity, fix } = finding;
  const say = (text: string) => markdownText(scrub(cut(text)));
  const page = openPage({ width: FRAME_WIDTH, colour: false, scrub });
  const frame = renderCodeFrame(page, { path, text: sourceOf(path), span, quote, role: severity });
  return [
    renderMarkdownPlace(finding, scrub),
    say(finding.reason),
    markdownFence(
      "text",
      frame.map((line) => line.slice(2)),
    ).join("\n"),
    ...(isOffered(fix) ? checkedFix(fix, finding, say, scrub) : advice(finding, say)),
    ...finding.citations.map((citation) => `Knowledge: ${say(citationWords(citation))}`),
    ...references(finding, rules),
  ].join("\n\n");
}

/** The heading and the facts of one finding, always short. */
export function renderMarkdownPlace(finding: Finding, scrub: (text: string, path?: string) => string): string {
  const say = (text: string) => markdownText(scrub(cut(text)));
  const code = (text: string) => markdownCode(scrub(cut(text)));
  const { severity, title, path, span, symbol, weakness, origin, provenance, claimedBy, id } = finding;
  const items = [
    code(`${path}:${span.startLine}:${span.startColumn}`),
    code(symbol),
    weaknessLink(weakness) ?? say(weakness),
    origin === "introduced" ? "new in this change" : "there before this change",
    ...provenanceWords(provenance).map(say),
    say(`found by ${joined(claimedBy.map(claimantWords))}`),
    `id ${code(id)}`,
  ];
  return `#### ${severity.toUpperCase()}: ${say(title)}\n\n${items.join(" · ")}`;
}

function checkedFix(
  fix: Fix,
  { id, path }: Finding,
  say: (text: string) => string,
  scrub: FindingOptions["scrub"],
): string[] {
  const { levels, notRun } = checkedOf(fix);
  const others = fix.repairs.filter((repaired) => repaired !== id);
  return [
    `**Fix:** ${say(fix.title)} (${say(makerWords(fix.madeBy))})`,
    ...(fix.explanation ? [say(fix.explanation)] : []),
    markdownFence(
      "diff",
      diffLines(fix.patch).map((line) => scrub(line, path)),
    ).join("\n"),
    `checked: ${levels.join(" · ")}`,
    ...(fix.examinedByModelOnly ? [`**${MODEL_ONLY}**`] : []),
    ...notRun.map(({ name, detail }) => `not run: ${say(`${name} (${detail})`)}`),
    ...(others.length > 0 ? [`also repairs ${say(joined(others))}`] : []),
  ];
}

function advice({ fix, advice }: Finding, say: (text: string) => string): string[] {
  const failed = fix ? checkedOf(fix).failed : [];
  return [
    `**Advice, not a button:** ${say(advice)}`,
    ...failed.map(({ level, name, detail }) => `a fix was tried; ${level} "${say(name)}" failed: ${say(detail)}`),
  ];
}

function references(finding: Finding, rules: readonly RuleSummary[]): string[] {
  const links = referencesOf(finding, rules);
  return links.length > 0 ? [`More: ${links.map((link) => `<${link}>`).join(", ")}`] : [];
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
