/** From the least to the worst. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;

export function severityRank(severity: (typeof SEVERITIES)[number]): number {
  return SEVERITIES.indexOf(severity);
}
