import type { Alert, Analysis } from "../../analysis.ts";
import type { Language } from "../../language.ts";
import type { MarkedFinding } from "../../mark.ts";
import { applyPatch, type Patch } from "../../patch.ts";
import { sameFamily } from "../../weakness-family.ts";

type Fixed = { finding: MarkedFinding; fix: { patch: Patch } };

/**
 * Ids of findings that a rule had reported at the head and would still report in `text`, which holds all of these fixes. What no rule
 * reports at the head was judged when it was said.
 *
 * @throws AnalysisError
 */
export async function stillReported(
  fixed: readonly Fixed[],
  text: string,
  { head, path, language }: { head: string; path: string; language: Language },
  analysis: Analysis,
): Promise<string[]> {
  if (fixed.length === 0 || text === head) return [];
  const alertsOf = async (of: string) =>
    (await analysis.read({ path, language, text: of }, { alerts: "all" })).alerts ?? [];
  const before = await alertsOf(head);
  const after = await alertsOf(text);
  const suspects = fixed.filter(({ finding }) => {
    const reported = count(before, finding);
    const kin = fixed.filter(({ finding: other }) => isKin(other, finding)).length;
    return reported > 0 && count(after, finding) > Math.max(0, reported - kin);
  });
  // Of several that look the same to a rule, those are meant whose own fix takes nothing away.
  const guilty: string[] = [];
  for (const { finding, fix } of suspects) {
    const alone = await alertsOf(applyPatch(head, fix.patch));
    if (count(alone, finding) >= count(before, finding)) guilty.push(finding.id);
  }
  return guilty.length > 0 ? guilty : suspects.map(({ finding }) => finding.id);
}

function count(alerts: readonly Alert[], finding: MarkedFinding): number {
  return alerts.filter(
    ({ weakness, sink }) =>
      sameFamily(weakness, finding.weakness) && sink.slice(0, finding.sink.length) === finding.sink,
  ).length;
}

function isKin(one: MarkedFinding, other: MarkedFinding): boolean {
  return one.sink === other.sink && sameFamily(one.weakness, other.weakness);
}
