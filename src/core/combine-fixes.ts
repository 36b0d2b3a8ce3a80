import { AnalysisError, type Analysis, type Diagnostic, type Reading } from "./analysis.ts";
import type { Finding, Fix } from "./finding.ts";
import type { Language } from "./language.ts";
import { mergeHunks } from "./merge-hunks.ts";
import { applyPatch, type PatchHunk } from "./patch.ts";
import { overlaps } from "./text.ts";
import { familyOfWeakness } from "./weakness-family.ts";

/** A finding with its checked fix. Its weakness and sink let the analysers say that it is gone. */
export type Fixable = Pick<Finding, "id"> &
  Partial<Pick<Finding, "weakness" | "sink">> & { fix?: Pick<Fix, "reached" | "patch"> };
type Fixed = Fixable & { fix: Pick<Fix, "reached" | "patch"> };

/** One file's checked fixes as one text. `left` names the findings whose fixes don't go together with the others, and why. */
export type Combined = { text: string; applied: string[]; left: { id: string; reason: string }[] };

const OVERLAPS = "its lines overlap another fix; run again after this one";

/**
 * Puts the checked fixes of one file together, in the order of the findings (worst first). Each was checked alone, so after
 * each step the whole is looked at again: no new problem of syntax or binding, nothing newly reported, and what the analysers reported of
 * these findings is gone. Fixes of the same lines go together only where analysers can say that of both.
 */
export async function combineFixes(
  findings: readonly Fixable[],
  file: { path: string; language: Language; head: string },
  analysis: Analysis,
): Promise<Combined> {
  const { path, language, head } = file;
  const combined: Combined = { text: head, applied: [], left: [] };
  const look = (text: string) => analysis.read({ path, language, text }, { diagnostics: true, alerts: "all" });
  let original: Reading | undefined;
  let hunks: readonly PatchHunk[] = [];
  const repaired: Fixed[] = [];

  /** Adds one fix, or says why it can't be added. */
  async function add(fix: readonly Fixed[], added: readonly PatchHunk[]): Promise<string | undefined> {
    const merged = mergeHunks(head, hunks, added);
    if (!merged) return OVERLAPS;
    const text = applyPatch(head, { path, hunks: merged.hunks });
    try {
      original ??= await look(head);
      const now = await look(text);
      const problem = newProblem(original, now, language) ?? stillThere(original, now, [...repaired, ...fix]);
      if (problem !== undefined) return repaired.length > 0 ? `together with the other fixes: ${problem}` : problem;
    } catch (error) {
      if (!(error instanceof AnalysisError)) throw error;
      return error.message;
    }
    const met = repaired.filter((one) =>
      one.fix.patch.hunks.some((hunk) => added.some((own) => overlaps(own.lines, hunk.lines))),
    );
    if (merged.sharedLines && [...met, ...fix].some((one) => alertsOf(one, original) === 0)) return OVERLAPS;
    hunks = merged.hunks;
    combined.text = text;
    return undefined;
  }

  // A fix that repairs several findings is one patch.
  const checked = findings.filter((finding): finding is Fixed => finding.fix?.reached === "L3");
  for (const [added, fix] of Map.groupBy(checked, (finding) => finding.fix.patch.hunks)) {
    const reason = await add(fix, added);
    if (reason !== undefined) combined.left.push(...fix.map(({ id }) => ({ id, reason })));
    else {
      repaired.push(...fix);
      combined.applied.push(...fix.map(({ id }) => id));
    }
  }
  return combined;
}

/** Where two fixes take a module's last uses together, its import may stay unused; Go refuses to compile that. */
function isProblem(diagnostic: Diagnostic, language: Language): boolean {
  return diagnostic.kind !== "unused" || language === "go";
}

/** The first thing that the second text has more of than the first. */
function newProblem(before: Reading, after: Reading, language: Language): string | undefined {
  const problems = (reading: Reading) => [
    ...(reading.diagnostics ?? [])
      .filter((one) => isProblem(one, language))
      .map((one) => `${one.kind}: ${one.message}`),
    ...(reading.alerts ?? []).map((alert) => `${alert.ruleId} reports ${alert.sink}`),
  ];
  const left = new Map<string, number>();
  for (const problem of problems(before)) left.set(problem, (left.get(problem) ?? 0) + 1);
  return problems(after).find((problem) => {
    const count = left.get(problem) ?? 0;
    left.set(problem, count - 1);
    return count <= 0;
  });
}

/** Of all that is said to be repaired, what analysers report as often as that would leave, or more. */
function stillThere(before: Reading, after: Reading, repaired: readonly Fixable[]): string | undefined {
  for (const [key, findings] of Map.groupBy(repaired, keyOf)) {
    const [first] = findings;
    if (key === undefined || !first) continue;
    const count = alertsOf(first, before);
    if (count > 0 && alertsOf(first, after) > Math.max(0, count - findings.length))
      return `${first.weakness} at ${first.sink} is still there`;
  }
  return undefined;
}

function alertsOf(finding: Fixable, { alerts = [] }: Reading = {}): number {
  const key = keyOf(finding);
  return key === undefined ? 0 : alerts.filter((alert) => keyOf(alert) === key).length;
}

function keyOf({ weakness, sink }: Pick<Fixable, "weakness" | "sink">): string | undefined {
  if (weakness === undefined || sink === undefined) return undefined;
  return `${familyOfWeakness(weakness)} ${sink.replace(/\s+/g, "")}`;
}
