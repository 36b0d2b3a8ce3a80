import { AnalysisError, type Analysis } from "../../analysis.ts";
import type { ChangedFile } from "../../change.ts";
import type { Finding } from "../../finding.ts";
import { quoteDigest } from "../../quote-digest.ts";
import { overlaps } from "../../text.ts";
import { severityRank } from "../../weakness.ts";
import type { EarlierCode } from "./earlier-code.ts";

/** High and critical ones: no cap, lateness or politeness keeps them from being said. */
export function isGrave({ severity }: Pick<Finding, "severity">): boolean {
  return severityRank(severity) >= severityRank("high");
}

export type LatenessDeps = {
  analysis: Pick<Analysis, "read">;
  files: readonly ChangedFile[];
  signal?: AbortSignal;
};

/**
 * Ids of new findings that come late: their lines were judged by an earlier, complete review and no push touched them since. What a rule
 * reports now and did not report of the text of that head is news all the same: something elsewhere in the file made it so.
 */
export async function lateFindings(
  fresh: readonly Finding[],
  earlier: EarlierCode | undefined,
  deps: LatenessDeps,
): Promise<Set<string>> {
  const late = new Set<string>();
  if (!earlier) return late;
  const reports = new Map<string, Promise<Set<string> | undefined>>();
  for (const finding of fresh) {
    const file = deps.files.find(({ path }) => path === finding.path);
    if (!file || !(await isUntouched(finding, file, earlier))) continue;
    const rules = finding.claimedBy.filter(({ kind }) => kind === "rule");
    if (rules.length > 0) {
      const known = reports.get(file.path) ?? reportedThen(file, earlier, deps);
      reports.set(file.path, known);
      const then = await known;
      if (!rules.some((rule) => "id" in rule && then?.has(keyOf(rule.id, finding.quote)))) continue;
    }
    late.add(finding.id);
  }
  return late;
}

/** A check that the push took away stood elsewhere than the finding that it brought. */
async function isUntouched({ span, removed }: Finding, file: ChangedFile, earlier: EarlierCode): Promise<boolean> {
  const touched = await earlier.touched(file);
  return removed ? touched.length === 0 : !touched.some((lines) => overlaps(lines, span));
}

/** What rules report of the file as it was then; undefined when it can't be analysed. */
async function reportedThen(
  file: ChangedFile,
  earlier: EarlierCode,
  { analysis, signal }: LatenessDeps,
): Promise<Set<string> | undefined> {
  const text = await earlier.textOf(file);
  if (text === undefined) return undefined;
  try {
    const { alerts = [] } = await analysis.read(
      { path: file.path, language: file.language, text },
      { alerts: "all" },
      signal,
    );
    return new Set(alerts.map(({ ruleId, quote }) => keyOf(ruleId, quote)));
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    return undefined;
  }
}

function keyOf(ruleId: string, quote: string): string {
  return `${ruleId}\0${quoteDigest(quote)}`;
}
