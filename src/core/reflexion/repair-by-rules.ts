import { AnalysisError } from "../analysis.ts";
import type { Defect, Fix } from "../finding.ts";
import type { Hit } from "../knowledge.ts";
import { familyOf, isParsed } from "../language.ts";
import { overlaps, spanOf, type Edit } from "../text.ts";
import { sameFamily } from "../weakness-family.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { check, type Maker } from "./check.ts";
import { fixOf } from "./fix.ts";
import { versionOfEdits } from "./version.ts";

type Candidate = { edits: Edit[]; title: string; maker: Maker };

/**
 * Repairs that cost no model call: rules' own fixes, then rewrites of retrieved lessons. Each defect by itself, so that each
 * can be one suggestion. The first candidate whose checks all hold wins; a failed one is returned for its reasons.
 */
export async function repairByRules(
  unitCase: UnitCase,
  defect: Defect,
  hits: readonly Hit[],
  deps: ReflexionDeps,
): Promise<Fix | undefined> {
  let best: Fix | undefined;
  for (const candidate of [...ruleFixes(unitCase, defect), ...(await lessonRewrites(unitCase, defect, hits, deps))]) {
    const version = versionOfEdits(unitCase.unit, unitCase.file.head, candidate.edits);
    const report = await check(unitCase, version, [defect], candidate.maker, hits, deps);
    unitCase.trace.push({
      step: "check",
      detail: `${candidate.title} (${candidate.maker.kind}): reached ${report.reached}${report.feedback.length ? `; ${report.feedback.join("; ")}` : ""}`,
    });
    const fix = fixOf(unitCase, version, candidate.title, candidate.maker, report);
    if (fix.reached === "L3") return fix;
    best ??= fix;
  }
  return best;
}

function ruleFixes(unitCase: UnitCase, defect: Defect): Candidate[] {
  const ids = new Set(defect.claimedBy.flatMap((claimant) => (claimant.kind === "rule" ? [claimant.id] : [])));
  return unitCase.alerts
    .filter((alert) => ids.has(alert.ruleId) && overlaps(alert.span, defect.span))
    .flatMap((alert) => alert.fixes.map((fix) => ({ ...fix, maker: { kind: "rule" as const, id: alert.ruleId } })));
}

async function lessonRewrites(
  unitCase: UnitCase,
  defect: Defect,
  hits: readonly Hit[],
  deps: ReflexionDeps,
): Promise<Candidate[]> {
  const { unit, file } = unitCase;
  if (!isParsed(unit.language)) return [];
  const language = unit.language;
  const candidates: Candidate[] = [];
  for (const { entry } of hits) {
    if (!entry.weaknesses.some((weakness) => sameFamily(weakness, defect.weakness))) continue;
    const rewrites = entry.rewrites
      .filter((rewrite) => familyOf(rewrite.language) === familyOf(language))
      .map(({ imports, ...rewrite }) => ({ ...rewrite, language, ...(imports ? { imports } : {}) }));
    if (rewrites.length === 0) continue;
    try {
      const reading = await deps.analysis.read(
        { path: file.path, language, text: file.head },
        { rewrite: { rewrites, lines: unit.lines } },
        deps.signal,
      );
      for (const { edits } of reading.rewrites ?? []) {
        const touches = edits.some((edit) => overlaps(spanOf(file.head, edit.start, edit.end), defect.span));
        if (touches)
          candidates.push({
            edits,
            title: `applies the rewrite of ${entry.id}`,
            maker: { kind: "lesson", id: entry.id },
          });
      }
    } catch (error) {
      if (!(error instanceof AnalysisError)) throw error;
      unitCase.trace.push({ step: "rewrite", detail: `${entry.id}: ${error.message}` });
    }
  }
  return candidates;
}
