/** What the scorer counts of one source, as far as it is added up here. */
export type Tally = {
  pairs: number;
  pairStrict: number;
  vulnerable: number;
  flagged: number;
  flaggedStrict: number;
  silent: number;
  alarms: number;
  lineFiles: number;
  lineRecall: number;
  lineFound: number;
  lineHits: number;
  groups: Record<string, number[]>;
};

/** The counts of several parts of one set together. */
export function sum(parts: readonly Tally[]): Tally {
  const total: Tally = {
    pairs: 0,
    pairStrict: 0,
    vulnerable: 0,
    flagged: 0,
    flaggedStrict: 0,
    silent: 0,
    alarms: 0,
    lineFiles: 0,
    lineRecall: 0,
    lineFound: 0,
    lineHits: 0,
    groups: {},
  };
  for (const { groups, ...counts } of parts) {
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) if (key in total) total[key] += counts[key];
    for (const [name, values] of Object.entries(groups)) (total.groups[name] ??= []).push(...values);
  }
  return total;
}

export function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

/** Flagged and the twin silent, averaged over rules or repositories first, so that no large group decides. */
export function byGroup({ groups }: Tally): number {
  const means = Object.values(groups).map((values) => values.reduce((a, b) => a + b, 0) / values.length);
  return means.length === 0 ? NaN : means.reduce((a, b) => a + b, 0) / means.length;
}

/** The columns that describe a tally. */
export const COLUMNS = [
  "strict pairs",
  "recall",
  "strict recall",
  "by group",
  "alarms on clean code",
  "line recall",
  "line precision",
];

export function cellsOf(tally: Tally): string[] {
  const group = byGroup(tally);
  return [
    tally.pairs > 0 ? `${percent(tally.pairStrict, tally.pairs)} of ${tally.pairs}` : "–",
    `${percent(tally.flagged, tally.vulnerable)} of ${tally.vulnerable}`,
    percent(tally.flaggedStrict, tally.vulnerable),
    Number.isNaN(group) ? "–" : percent(group, 1),
    tally.silent > 0 ? `${tally.alarms} of ${tally.silent}` : "–",
    tally.lineFiles > 0 ? percent(tally.lineRecall, tally.lineFiles) : "–",
    percent(tally.lineHits, tally.lineFound),
  ];
}
