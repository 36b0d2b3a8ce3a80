import type { Defect, Fix } from "../finding.ts";
import { cite, type Citation, type Hit } from "../knowledge.ts";
import { sameFamily } from "../weakness-family.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { findDefects } from "./defects.ts";
import { refine } from "./refine.ts";
import { repairByRules } from "./repair-by-rules.ts";
import { retrieve } from "./retrieve.ts";
import { updateKnowledge } from "./update-knowledge.ts";

/** What the loop made of one unit. No defects = secure; nothing is said and nothing stored. */
export type Reflexion = {
  defects: { defect: Defect; fix?: Fix; advice: string; citations: Citation[] }[];
  rounds: number;
  /** Why the model did not examine the unit, when one was asked to: then nothing may be called clean. */
  unexamined?: string;
};

/**
 * The method, one unit at a time: introspect (2), retrieve (Eq. 2), repair guided by knowledge (Eq. 3) and refine with the whole
 * history (Eq. 4) until every check holds, then learn (Eq. 5). What never held stays advice: `y_0` stands.
 */
export async function reflect(subject: UnitCase, deps: ReflexionDeps): Promise<Reflexion> {
  const { defects, unexamined } = await findDefects(subject, deps);
  const unitCase = { ...subject, defects };
  if (defects.length === 0) return { defects: [], rounds: 0, ...(unexamined ? { unexamined } : {}) };

  const hits = await retrieve(unitCase, unitCase.unit.code, defects, deps);
  const repaired = new Map<Defect, Fix>();
  for (const defect of defects) {
    const fix = await repairByRules(unitCase, defect, hits, deps);
    if (fix) repaired.set(defect, fix);
  }

  const rest = defects.filter((defect) => repaired.get(defect)?.reached !== "L3");
  const refinement = rest.length > 0 && !unexamined ? await refine(unitCase, rest, hits, deps) : undefined;
  if (refinement?.fix && (refinement.fix.reached === "L3" || !rest.some((defect) => repaired.has(defect)))) {
    for (const defect of rest) repaired.set(defect, refinement.fix);
  }

  await updateKnowledge(unitCase, repaired, deps);
  return {
    defects: defects.map((defect) => {
      const fix = repaired.get(defect);
      return {
        defect,
        ...(fix ? { fix } : {}),
        advice: adviceFor(defect, fix, hits, rest.includes(defect) ? refinement?.failure : undefined),
        citations: citationsFor(defect, fix, hits),
      };
    }),
    rounds: refinement?.rounds ?? 0,
    ...(unexamined ? { unexamined } : {}),
  };
}

/** What to do by hand: the best matching practice's first paragraph, behind the reason why there is no checked fix. */
function adviceFor(defect: Defect, fix: Fix | undefined, hits: readonly Hit[], failure: string | undefined): string {
  if (fix?.reached === "L3") return "";
  const failed = fix?.checks.find((check) => check.outcome === "failed");
  const why = failed
    ? `A repair was tried and failed a check (${failed.name}).`
    : failure
      ? `No checked repair: ${failure.replace(/\.$/, "")}.`
      : "";
  const entry = matching(defect, hits)[0]?.entry;
  const paragraph = entry?.text.split(/\n\s*\n/).find((part) => !part.startsWith("#")) ?? "";
  return [why, paragraph.replace(/\s+/g, " ").trim()].filter(Boolean).join(" ");
}

/** Only knowledge that shaped the outcome is cited: a lesson whose rewrite was used, what the model was given, or what the advice quotes. */
function citationsFor(defect: Defect, fix: Fix | undefined, hits: readonly Hit[]): Citation[] {
  if (fix?.madeBy.kind === "rule" && fix.reached === "L3") return [];
  const { madeBy } = fix ?? {};
  if (madeBy?.kind === "lesson") return hits.filter((hit) => hit.entry.id === madeBy.id).map((hit) => cite(hit.entry));
  return matching(defect, hits)
    .slice(0, 2)
    .map((hit) => cite(hit.entry));
}

function matching(defect: Defect, hits: readonly Hit[]): Hit[] {
  return hits.filter((hit) => hit.entry.weaknesses.some((weakness) => sameFamily(weakness, defect.weakness)));
}
