import { AnalysisError, type Analysis, type Diagnostic, type Reading } from "./analysis.ts";
import type { Finding, Fix } from "./finding.ts";
import type { Language } from "./language.ts";
import { applyPatch, type PatchHunk } from "./patch.ts";

/** A finding with its checked fix. */
type Fixable = Pick<Finding, "id"> & { fix?: Pick<Fix, "reached" | "patch"> };

/** One file's checked fixes as one text. `left` names the findings whose fixes don't go together with the others, and why. */
export type Combined = { text: string; applied: string[]; left: { id: string; reason: string }[] };

/**
 * Puts the checked fixes of one file together, in the order of the findings (worst first). Each was checked alone, so after
 * each step the whole is looked at again: no new problem of syntax or binding, nothing newly reported.
 */
export async function combineFixes(
  findings: readonly Fixable[],
  file: { path: string; language: Language; head: string },
  analysis: Analysis,
): Promise<Combined> {
  const combined: Combined = { text: file.head, applied: [], left: [] };
  const look = async (text: string) =>
    analysis.read({ path: file.path, language: file.language, text }, { diagnostics: true, alerts: "all" });
  let reading: Reading | undefined;
  let hunks: PatchHunk[] = [];
  const seen = new Map<Fix["patch"]["hunks"], boolean>();

  for (const finding of findings) {
    if (finding.fix?.reached !== "L3") continue;
    const { patch } = finding.fix;
    // A fix that repairs several findings is one patch.
    const before = seen.get(patch.hunks);
    const merged = before === undefined ? mergeHunks(hunks, patch.hunks) : hunks;
    if (before === false || merged === undefined) {
      combined.left.push({ id: finding.id, reason: "its lines overlap another fix; run again after this one" });
      seen.set(patch.hunks, false);
      continue;
    }
    if (before === undefined) {
      const text = applyPatch(file.head, { path: file.path, hunks: merged });
      try {
        reading ??= await look(file.head);
        const problem = newProblem(reading, await look(text), file.language);
        if (problem) {
          combined.left.push({ id: finding.id, reason: `together with the other fixes: ${problem}` });
          seen.set(patch.hunks, false);
          continue;
        }
      } catch (error) {
        if (!(error instanceof AnalysisError)) throw error;
        combined.left.push({ id: finding.id, reason: error.message });
        continue;
      }
      hunks = merged;
      combined.text = text;
      seen.set(patch.hunks, true);
    }
    combined.applied.push(finding.id);
  }
  return combined;
}

/** Both patches' hunks in order; equal ones once, insertions at one place behind each other; undefined where they overlap. */
function mergeHunks(accepted: readonly PatchHunk[], added: readonly PatchHunk[]): PatchHunk[] | undefined {
  const result = [...accepted];
  for (const hunk of added) {
    if (accepted.some((other) => sameHunk(other, hunk))) continue;
    const place = result.findIndex((other) => touches(other, hunk));
    const other = result[place];
    if (!other) result.push(hunk);
    else if (isInsertion(other) && isInsertion(hunk)) result[place] = { ...other, after: other.after + hunk.after };
    else return undefined;
  }
  return result.sort((a, b) => a.lines.startLine - b.lines.startLine || a.lines.endLine - b.lines.endLine);
}

function sameHunk(a: PatchHunk, b: PatchHunk): boolean {
  return a.lines.startLine === b.lines.startLine && a.lines.endLine === b.lines.endLine && a.after === b.after;
}

function isInsertion(hunk: PatchHunk): boolean {
  return hunk.lines.endLine < hunk.lines.startLine;
}

function touches(a: PatchHunk, b: PatchHunk): boolean {
  if (isInsertion(a) && isInsertion(b)) return a.lines.startLine === b.lines.startLine;
  if (isInsertion(a)) return b.lines.startLine < a.lines.startLine && a.lines.startLine <= b.lines.endLine;
  if (isInsertion(b)) return touches(b, a);
  return a.lines.startLine <= b.lines.endLine && b.lines.startLine <= a.lines.endLine;
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
