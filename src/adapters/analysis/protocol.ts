import type { Reading, RuleSummary, Source, Wanted } from "../../core/analysis.ts";
import type { Language } from "../../core/language.ts";

/** What the parent asks of the child; answered in order, one answer each. */
export type Request =
  { source: Source; wanted: Wanted } | { wanted: "rules"; languages?: readonly Language[] | undefined };

/** `reason` is for people and holds no code. */
export type Answer = { reading: Reading } | { rules: RuleSummary[] } | { reason: string };

export type ToChild = { id: number; request: Request };

/**
 * `ready` comes once, before all answers; from then on the clock of the first request runs. An answer with `last` is
 * the child's last: later requests need another one.
 */
export type FromChild = { ready: true } | { id: number; answer: Answer; last?: boolean };
