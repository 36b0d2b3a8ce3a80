import { createHash } from "node:crypto";
import type { Analysis, Import, Outline } from "../analysis.ts";
import { NEW_STANDING, type Entry } from "../knowledge.ts";
import { lintEntry } from "../knowledge/entry-lint.ts";
import { languageOf } from "../language.ts";
import type { Policy } from "../policy.ts";
import type { PullRequest } from "../pull-request.ts";
import { openRedactor, type Redactor } from "../redaction.ts";
import { textOfLines, type LineRange } from "../text.ts";
import { sameFamily } from "../weakness-family.ts";
import type { PullDeps } from "./deps.ts";
import { isAdopted } from "./apply/fix-of-mark.ts";
import { readLedger, type LedgerEntry } from "./ledger/ledger.ts";
import { repositoryScope } from "./review-pull-request.ts";
import { readSettings } from "./settings/settings.ts";

/** What people did with a finding by the time of the merge. */
export type Resolution = "adopted" | "adopted with edits" | "fixed otherwise" | "open";

const MOST_CODE = 6000;
/** Lines around a finding where no function bounds it. */
const AROUND_LINES = 10;

/**
 * Eq. 5 by people: of each finding of a merged pull request, what became of it in the code as merged, and a lesson of each that was
 * repaired, active in this repository. Only what an analyser no longer reports becomes one, so that a merge can't teach what is insecure.
 * Safe to repeat: a lesson's id is made of its content.
 */
export async function learnFromMerge(deps: PullDeps): Promise<Map<string, Resolution>> {
  const { host, store } = deps;
  const resolutions = new Map<string, Resolution>();
  const pull = await host.read();
  const { mergeSha } = pull;
  if (!pull.merged || mergeSha === undefined || !store) return resolutions;
  // The same merge gives the same placeholders, and so the same ids, whenever it is learned from.
  const redactor = openRedactor({ tag: mergeSha.slice(0, 8).toUpperCase() });
  const words = deps.openWords(pull, redactor.scrub);
  const { policy } = await readSettings(pull, host);
  if (policy.learning === "off") return resolutions;
  const ledger = readLedger(await host.conversation.read(), words);
  const lessons: Entry[] = [];
  for (const entry of ledger.entries) {
    const sides = await readSides(entry, mergeSha, deps, redactor);
    const resolution = sides ? resolutionOf(entry, sides) : "open";
    resolutions.set(entry.finding.id, resolution);
    if (!sides || resolution === "open") continue;
    const lesson = lessonOf(entry, sides, resolution, pull, policy, redactor);
    if (lintEntry(lesson).length === 0) lessons.push(lesson);
  }
  if (lessons.length > 0) await store.upsert(lessons);
  deps.observe({ what: "learned", amount: lessons.length });
  return resolutions;
}

/** One unit as it was reviewed and as it was merged. `stillReported`: an analyser finds the weakness in the merged code, too. */
type Sides = {
  vulnerable: string;
  merged: string;
  /** Imports that the merged unit uses and the reviewed file did not have, a line each. */
  mergedImports: string;
  mergedFile: string;
  stillReported: boolean;
};

async function readSides(
  { finding, headSha }: LedgerEntry,
  mergeSha: string,
  { host, review: { analysis }, signal }: PullDeps,
  redactor: Redactor,
): Promise<Sides | undefined> {
  const { path, symbol, lines, weakness } = finding;
  const [then, now] = await Promise.all([host.readAt(headSha, path), host.readAt(mergeSha, path)]);
  if (then === undefined || now === undefined) return undefined;
  const [before, after] = await Promise.all([look(then), look(now)]);
  const place = unitLines(before.outline, symbol) ?? around(lines);
  const mergedUnit = unitLines(after.outline, symbol);
  const mergedPlace = mergedUnit ?? around(lines);
  const clean = (text: string, secrets: typeof before.secrets) => redactor.hide(text, secrets ?? [], path);
  const mergedText = clean(now, after.secrets);
  const merged = textOfLines(mergedText, mergedPlace);
  return {
    vulnerable: textOfLines(clean(then, before.secrets), place),
    merged,
    mergedImports: (mergedUnit ? broughtImports(merged, before.outline, after.outline) : [])
      .map(({ span }) => textOfLines(mergedText, span))
      .join(""),
    mergedFile: now,
    stillReported: (after.alerts ?? []).some(
      (alert) => sameFamily(alert.weakness, weakness) && overlapsLines(mergedPlace, alert.span),
    ),
  };

  function look(text: string): ReturnType<Analysis["read"]> {
    const wanted = { outline: true, alerts: "all", secrets: true } as const;
    return analysis.read({ path, language: languageOf(path), text }, wanted, signal);
  }
}

function resolutionOf({ finding }: LedgerEntry, { vulnerable, merged, mergedFile, stillReported }: Sides): Resolution {
  if (merged.trim() === "" || merged === vulnerable || stillReported) return "open";
  if (!finding.fix) return "fixed otherwise";
  return isAdopted(finding.fix, mergedFile) ? "adopted" : "adopted with edits";
}

function lessonOf(
  { finding }: LedgerEntry,
  { vulnerable, merged, mergedImports }: Sides,
  resolution: Resolution,
  pull: PullRequest,
  policy: Policy,
  { scrub }: Redactor,
): Entry {
  const language = languageOf(finding.path);
  const example = {
    language,
    vulnerable: scrub(vulnerable).slice(0, MOST_CODE),
    secure: scrub(mergedImports === "" ? merged : `${mergedImports}\n${merged}`).slice(0, MOST_CODE),
  };
  const how = {
    adopted: `the suggested repair was merged as it was: ${finding.fix?.title ?? "a checked fix"}`,
    "adopted with edits": "a repair was suggested, and people merged their own form of it",
    "fixed otherwise": "people found the repair themselves",
    open: "",
  }[resolution];
  const digest = createHash("sha256")
    .update(`${pull.repository}\0${finding.weakness}\0${example.vulnerable}\0${example.secure}`)
    .digest("hex")
    .slice(0, 16);
  return {
    id: `lesson-${digest}`,
    kind: "lesson",
    title: scrub(finding.title).slice(0, 200).padEnd(3, "."),
    scope: repositoryScope(pull),
    status: policy.learning === "approved" ? "proposed" : "active",
    weaknesses: [finding.weakness],
    languages: [language],
    apis: [finding.sink].filter((sink) => sink.length > 0 && sink.length <= 100).map((sink) => scrub(sink)),
    text: scrub(`${finding.title}\n\nIn this repository ${how}.\n`),
    examples: [example],
    rewrites: [],
    origin: `merged in pull request ${pull.number} of this repository`,
    references: [],
    standing: {
      ...NEW_STANDING,
      ...(resolution === "adopted" ? { adopted: 1 } : { edited: 1 }),
    },
  };
}

/** A helper of the house is of no use to somebody who does not know where it comes from. */
function broughtImports(unit: string, before: Outline | undefined, after: Outline | undefined): Import[] {
  const used = new Set(unit.match(/[\w$]+/g));
  const had = new Set((before?.imports ?? []).flatMap(({ module, names }) => names.map((name) => `${module} ${name}`)));
  return (after?.imports ?? []).filter(({ module, names }) =>
    names.some((name) => used.has(name) && !had.has(`${module} ${name}`)),
  );
}

/** The lines of a definition by its full name, when there is exactly one. */
function unitLines(outline: Outline | undefined, symbol: string): LineRange | undefined {
  const found = (outline?.definitions ?? []).filter(({ qualifiedName }) => qualifiedName === symbol);
  const [only] = found;
  return found.length === 1 && only ? { startLine: only.span.startLine, endLine: only.span.endLine } : undefined;
}

function around({ startLine, endLine }: LineRange): LineRange {
  return { startLine: Math.max(1, startLine - AROUND_LINES), endLine: endLine + AROUND_LINES };
}

function overlapsLines(a: LineRange, b: LineRange): boolean {
  return a.startLine <= b.endLine && b.startLine <= a.endLine;
}
