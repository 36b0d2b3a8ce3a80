import type { ReportingDescriptor } from "sarif";
import type { RuleSummary } from "../core/analysis.ts";
import type { Finding } from "../core/finding.ts";
import { cweTag, severityRank, type Severity } from "../core/weakness.ts";

export const SARIF_LEVELS = { critical: "error", high: "error", medium: "warning", low: "note" } as const;

/**
 * GitHub's bands: over 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low.
 *
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const SCORES: Record<Severity, string> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** The rule that a finding is filed under: our own where one found it, else another tool's, else the model's view of the weakness. */
export function ruleIdOf({ claimedBy, weakness }: Finding): string {
  const rule = claimedBy.find(({ kind }) => kind === "rule") ?? claimedBy.find(({ kind }) => kind === "sarif");
  if (rule?.kind === "rule") return rule.id;
  return rule?.kind === "sarif" ? `${rule.tool}/${rule.id}` : `model/${cweTag(weakness)}`;
}

/** One descriptor for each rule that found something, in the findings' order. */
export function sarifRules(
  findings: readonly Finding[],
  known: readonly RuleSummary[],
  say: (text: string) => string,
): ReportingDescriptor[] {
  return [...Map.groupBy(findings, ruleIdOf)].map(([id, found]) => {
    const rule = known.find((rule) => rule.id === id);
    const worst = found.map(({ severity }) => severity).reduce((a, b) => (severityRank(a) >= severityRank(b) ? a : b));
    const severity = rule?.severity ?? worst;
    const weakness = rule?.weakness ?? found[0]?.weakness ?? "";
    const title = say(rule?.title ?? `${weakness}, found without a rule`);
    const links = [...new Set([...(rule?.references ?? []), weaknessPage(weakness)])];
    return {
      id,
      shortDescription: { text: title },
      fullDescription: { text: rule ? say(rule.message) : title },
      help: {
        text: [rule ? say(rule.message) : title, ...links].join("\n"),
        // Our rules' own Markdown; nothing from the reviewed code is in it.
        markdown: [rule?.message ?? title, ...links.map((link) => `- <${link}>`)].join("\n\n"),
      },
      helpUri: weaknessPage(weakness),
      defaultConfiguration: { level: SARIF_LEVELS[severity] },
      properties: {
        tags: ["security", `external/cwe/${cweTag(weakness)}`],
        precision: rule?.tier === "speaks" ? "high" : "medium",
        "security-severity": SCORES[severity],
      },
    };
  });
}

export function weaknessPage(weakness: string): string {
  return `https://cwe.mitre.org/data/definitions/${weakness.slice(4)}.html`;
}
