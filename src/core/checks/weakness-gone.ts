import type { Alert } from "../analysis.ts";
import { overlaps } from "../text.ts";
import { sameFamily } from "../weakness-family.ts";
import type { Defect } from "../finding.ts";
import { failed, notRun, passed, type Look, type Side, type Verdict } from "./check-types.ts";
import { agreeingLooks } from "./examined.ts";
import { clipped, surplus } from "./multiset.ts";

/**
 * The analyser that reported the defect is silent about it, and says nothing else of the same weakness in the unit. Where no
 * analyser covers the defect, or its rule knows no secure shape, two fresh looks of the model must agree instead.
 */
export async function weaknessGone(look: Look): Promise<Verdict> {
  const { defects } = look.input;
  if (defects.length === 0) return notRun("no defect was named");
  const reasons: string[] = [];
  let onlyModel = false;
  for (const defect of defects) {
    const alerts = covering(look, defect);
    if (alerts.length > 0) {
      const left = leftOver(look, alerts);
      if (left)
        return failed(
          `${left.ruleId} still reports ${left.sink} in line ${left.span.startLine}: ${clipped(left.quote)}`,
        );
      if (isShaped(look, alerts)) {
        reasons.push(`${alerts[0]?.ruleId} is silent`);
        continue;
      }
    }
    const verdict = await agreeingLooks(look, defect);
    if (verdict.outcome !== "passed") return verdict;
    onlyModel = true;
    reasons.push(verdict.detail);
  }
  return { ...passed([...new Set(reasons)].join("; ")), byModelOnly: onlyModel };
}

/** What the analyser says of the old code about this defect: the rules that claim it; where a model claims it, any of its kind. */
function covering({ before }: Look, defect: Defect): Alert[] {
  const ids = new Set(defect.claimedBy.flatMap((claim) => (claim.kind === "rule" ? [claim.id] : [])));
  return inUnit(before).filter(
    (alert) =>
      overlaps(alert.span, defect.span) &&
      (ids.size > 0 ? ids.has(alert.ruleId) : sameFamily(alert.weakness, defect.weakness)),
  );
}

/**
 * The first alert that should be gone: of a rule that reported the defect, one that did not stand in the old unit with this
 * code; of another rule on the same weakness, one more than there were.
 */
function leftOver({ before, after }: Look, repaired: readonly Alert[]): Alert | undefined {
  const ids = new Set(repaired.map((alert) => alert.ruleId));
  const others = inUnit(before).filter((alert) => !repaired.includes(alert));
  const byCode = surplus(
    inUnit(after),
    others,
    (alert) => `${alert.ruleId} ${alert.sink} ${alert.quote.replace(/\s+/g, " ")}`,
  );
  const byCount = surplus(inUnit(after), inUnit(before), (alert) => `${alert.ruleId} ${alert.sink}`);
  return (
    byCode.find((alert) => ids.has(alert.ruleId)) ??
    byCount.find((alert) => repaired.some((each) => sameFamily(each.weakness, alert.weakness)))
  );
}

/** A document's secure shape is that it says the same and is not reported. */
function isShaped({ rules, before }: Look, alerts: readonly Alert[]): boolean {
  if (before.reading?.meaning) return true;
  return alerts.some((alert) => rules.some((rule) => rule.id === alert.ruleId && rule.hasShape));
}

function inUnit(side: Side): Alert[] {
  return (side.reading?.alerts ?? []).filter((alert) => overlaps(side.lines, alert.span));
}
