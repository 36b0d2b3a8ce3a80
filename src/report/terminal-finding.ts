import type { Finding, Fix } from "../core/finding.ts";
import { checkedOf, claimantWords, isOffered, makerWords, MODEL_ONLY } from "./checked.ts";
import { renderCodeFrame } from "./code-frame.ts";
import { displayWidth, truncate } from "./display-width.ts";
import { facts, paragraph, type Page } from "./page.ts";
import { renderPatch } from "./patch-diff.ts";
import { citationWords, joined, provenanceWords } from "./wording.ts";

type FindingOptions = { sourceOf: (path: string) => string | undefined; explain?: boolean };

/** Sentences longer than this are cut unless everything is asked for. */
const MOST_CHARACTERS = 600;
const NARROWEST_TITLE = 20;

/** Everything about one finding: what and where, the code, why, then the checked fix or what to do by hand. */
export function renderFinding(page: Page, finding: Finding, { sourceOf, explain = false }: FindingOptions): string[] {
  const { path, span, severity } = finding;
  const say = (text: string) => (explain ? page.sayProse(text) : truncate(page.sayProse(text), MOST_CHARACTERS));
  const badge = severity.toUpperCase();
  const [first = "", ...rest] = paragraph(page, say(finding.title), { lead: `${badge}  `, role: "strong" });
  return [
    page.paint(severity, badge) + first.slice(badge.length),
    ...rest,
    ...facts(page, [`${page.say(path)}:${span.startLine}:${span.startColumn}`, page.say(finding.symbol)], {
      role: "place",
    }),
    ...facts(page, about(page, finding), { role: "quiet" }),
    "",
    ...renderCodeFrame(page, { path, text: sourceOf(path), span, quote: finding.quote, role: severity }),
    "",
    ...paragraph(page, say(finding.reason)),
    "",
    ...(isOffered(finding.fix) ? checkedFix(page, finding.fix, finding.id, explain) : advice(page, finding, say)),
    ...finding.citations.flatMap((citation) =>
      paragraph(page, `knowledge: ${page.sayProse(citationWords(citation))}`, { role: "quiet" }),
    ),
  ];
}

/** One finding on one line, for long lists. */
export function renderFindingLine(page: Page, { severity, path, span, title, weakness, id, fix }: Finding): string {
  const badge = severity.toUpperCase().padEnd(8);
  const place = `${page.say(path)}:${span.startLine}:${span.startColumn}`;
  const end = [weakness, isOffered(fix) ? "checked fix" : "advice", id].map((text) => page.say(text)).join(" · ");
  const room = page.width - displayWidth(`${badge} ${place}  ${end}`);
  const shown = truncate(page.sayProse(title), Math.max(NARROWEST_TITLE, room));
  return `${page.paint(severity, badge)} ${page.paint("place", place)} ${shown} ${page.paint("quiet", end)}`;
}

function about(page: Page, finding: Finding): string[] {
  const origin = finding.origin === "introduced" ? "new in this change" : "there before this change";
  const claimants = `found by ${joined(finding.claimedBy.map(claimantWords))}`;
  return [finding.weakness, origin, ...provenanceWords(finding.provenance), claimants, `id ${finding.id}`].map((text) =>
    page.sayProse(text),
  );
}

function checkedFix(page: Page, fix: Fix, id: string, explain: boolean): string[] {
  const { levels, notRun } = checkedOf(fix);
  const others = fix.repairs.filter((repaired) => repaired !== id);
  return [
    ...paragraph(page, `Fix: ${page.sayProse(fix.title)} (${page.sayProse(makerWords(fix.madeBy))})`, {
      role: "strong",
    }),
    ...(fix.explanation ? paragraph(page, page.sayProse(fix.explanation)) : []),
    ...renderPatch(page, fix.patch, explain ? { mostLines: Infinity } : {}),
    "",
    ...facts(page, levels, { lead: "  checked: ", role: "good" }),
    ...(fix.examinedByModelOnly ? paragraph(page, MODEL_ONLY, { role: "medium" }) : []),
    ...notRun.flatMap(({ name, detail }) =>
      paragraph(page, `not run: ${page.sayProse(`${name} (${detail})`)}`, { role: "quiet" }),
    ),
    ...(others.length > 0 ? paragraph(page, `also repairs ${page.sayProse(joined(others))}`, { role: "quiet" }) : []),
  ];
}

function advice(page: Page, { fix, advice }: Finding, say: (text: string) => string): string[] {
  const failed = fix ? checkedOf(fix).failed : [];
  return [
    ...paragraph(page, `Advice, not a button: ${say(advice)}`),
    ...failed.flatMap(({ level, name, detail }) => {
      return paragraph(page, `a fix was tried; ${level} "${page.sayProse(name)}" failed: ${page.sayProse(detail)}`, {
        role: "quiet",
      });
    }),
  ];
}
