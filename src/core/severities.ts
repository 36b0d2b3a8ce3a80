/** From the least to the worst. */
export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
