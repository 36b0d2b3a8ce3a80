import type { Alert, RuleSummary } from "../analysis.ts";
import { ModelError, BudgetError } from "../errors.ts";
import type { Defect } from "../finding.ts";
import { joinDefect, meansSame } from "../claimed-defects.ts";
import { overlaps } from "../text.ts";
import { severityRank } from "../weakness.ts";
import { sameFamily } from "../weakness-family.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { introspect } from "./introspect.ts";

/** A rule of the `speaks` tier was measured to be right nine times in ten. */
const RULE_CONFIDENCE = 0.9;
const HINT_CONFIDENCE = 0.5;

/** fb_0: what analysers report and what introspection finds, one defect where both mean the same. `unexamined` says why the model did not look. */
export async function findDefects(
  unitCase: UnitCase,
  deps: ReflexionDeps,
): Promise<{ defects: Defect[]; unexamined?: string }> {
  const { unit, file, alerts } = unitCase;
  const reported = withClaims(
    alerts.filter((alert) => deps.all || alert.tier === "speaks").map((alert) => defectOfAlert(alert, deps.rules)),
    unitCase,
    deps,
  );
  unitCase.trace.push({
    step: "analyse",
    detail: alerts.length
      ? alerts.map((alert) => `${alert.ruleId} (${alert.tier}) at line ${alert.span.startLine}`).join(", ")
      : "no rule reports anything",
  });
  if (!deps.thinking) return { defects: reported };

  try {
    const claimed = await introspect(
      unitCase,
      { text: file.head, lines: unit.lines, code: unit.code },
      hintsOf(alerts),
      deps,
    );
    return { defects: mergeDefects(reported, claimed) };
  } catch (error) {
    if (!(error instanceof ModelError || error instanceof BudgetError)) throw error;
    unitCase.trace.push({ step: "introspect", detail: `not examined: ${error.message}` });
    return { defects: reported, unexamined: error.message };
  }
}

/**
 * Others' claims beside our own defects. One that means what a rule reports too joins it, also what a rule only suspects: two that
 * point at one line are no suspicion any more, and the rule may know the repair.
 */
function withClaims(reported: Defect[], { claimed = [], alerts, trace }: UnitCase, { rules }: ReflexionDeps): Defect[] {
  const defects = [...reported];
  for (const claim of claimed) {
    trace.push({ step: "claim", detail: `${claim.sink} at line ${claim.span.startLine}` });
    const known = defects.find((defect) => meansSame(defect, claim));
    const suspected = alerts.find((alert) => meansSame(alert, claim));
    if (known) joinDefect(known, claim);
    else if (suspected) {
      const defect = defectOfAlert(suspected, rules);
      joinDefect(defect, claim);
      defects.push(defect);
    } else defects.push({ ...claim, claimedBy: [...claim.claimedBy] });
  }
  return defects;
}

function defectOfAlert(alert: Alert, rules: readonly RuleSummary[]): Defect {
  const rule = rules.find((one) => one.id === alert.ruleId);
  return {
    weakness: alert.weakness,
    severity: alert.severity,
    confidence: alert.tier === "speaks" ? RULE_CONFIDENCE : HINT_CONFIDENCE,
    title: rule?.title ?? alert.ruleId,
    reason: alert.message,
    span: alert.span,
    quote: alert.quote,
    sink: alert.sink,
    claimedBy: [{ kind: "rule", id: alert.ruleId }],
  };
}

/** Analysers' defects keep their place and words; the model's join them where lines and weakness agree. The worst first. */
function mergeDefects(reported: readonly Defect[], claimed: readonly Defect[]): Defect[] {
  const merged = reported.map((defect) => ({ ...defect, claimedBy: [...defect.claimedBy] }));
  for (const claim of claimed) {
    const kin = merged.filter((defect) => sameFamily(defect.weakness, claim.weakness));
    const same = kin.find((defect) => overlaps(defect.span, claim.span)) ?? nearTwin(claim, kin, claimed);
    if (!same) {
      merged.push({ ...claim, claimedBy: [...claim.claimedBy] });
      continue;
    }
    same.claimedBy.push(...claim.claimedBy);
    same.confidence = Math.max(same.confidence, claim.confidence);
    if (severityRank(claim.severity) > severityRank(same.severity)) same.severity = claim.severity;
  }
  return merged.sort((a, b) => severityRank(b.severity) - severityRank(a.severity) || a.span.start - b.span.start);
}

/** Lines between which two claims of one kind are one: a rule points at the allocation, the model at the use of what it gave. */
const NEAR_LINES = 10;

/** The only analysers' defect of the claim's kind, when the claim is the only one of its kind too and stands near. */
function nearTwin(claim: Defect, kin: readonly Defect[], claimed: readonly Defect[]): Defect | undefined {
  const [only, second] = kin;
  const alone = claimed.filter((other) => sameFamily(other.weakness, claim.weakness)).length === 1;
  const near = only && Math.abs(only.span.startLine - claim.span.startLine) <= NEAR_LINES;
  return alone && near && !second ? only : undefined;
}

/** Analysers' suspicions in a line each, for the model to confirm or refute. Messages are ours; quotes are not, and stay out. */
function hintsOf(alerts: readonly Alert[]): string {
  return alerts
    .map((alert) => `- ${alert.weakness} ${alert.sink.replace(/\s+/g, " ").slice(0, 80)}: ${alert.message}\n`)
    .join("");
}
