import type { Alert } from "../../../core/analysis.ts";
import { severityRank } from "../../../core/severities.ts";

/**
 * One alert a place, by position. Of one rule: a span counts once, and of nested spans on one sink the tightest stays.
 * Of several rules with one weakness on one span, or on one sink in overlapping spans, the most specific stays: one that
 * speaks before one that hints, then one with a fix, then the more severe, then by id.
 */
export function reduceAlerts(alerts: readonly Alert[]): Alert[] {
  const byRule = Map.groupBy(alerts, (alert) => alert.ruleId);
  const tight = [...byRule.values()].flatMap((group) => keepFirst(group.toSorted(byLength)));
  return keepFirst(tight.toSorted(bySpecificity)).toSorted(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.ruleId, b.ruleId),
  );
}

function keepFirst(alerts: readonly Alert[]): Alert[] {
  const kept = new Map<string, Alert[]>();
  return alerts.filter((alert) => {
    const others = kept.get(alert.weakness) ?? [];
    if (others.some((other) => covers(other, alert))) return false;
    kept.set(alert.weakness, [...others, alert]);
    return true;
  });
}

function byLength(a: Alert, b: Alert): number {
  return a.span.end - a.span.start - (b.span.end - b.span.start) || a.span.start - b.span.start;
}

function bySpecificity(a: Alert, b: Alert): number {
  return (
    Number(a.tier === "hints") - Number(b.tier === "hints") ||
    Number(b.fixes.length > 0) - Number(a.fixes.length > 0) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    compare(a.ruleId, b.ruleId) ||
    a.span.start - b.span.start
  );
}

function covers(kept: Alert, alert: Alert): boolean {
  const same = kept.span.start === alert.span.start && kept.span.end === alert.span.end;
  if (same || kept.sink !== alert.sink) return same;
  return kept.span.start < alert.span.end && alert.span.start < kept.span.end;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
