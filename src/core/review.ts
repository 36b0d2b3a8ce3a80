import type { Unread } from "./change.ts";
import type { Finding, UnitAccount } from "./finding.ts";
import type { Suppressed } from "./suppression.ts";

/** What a run cost. Money only where the operator gave a price. */
export type Cost = {
  calls: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  estimatedTokens: boolean;
  milliseconds: number;
  /** In the operator's currency, as configured. */
  money?: number;
};

/** What one run did. */
export type Review = {
  title: string;
  baseSha?: string;
  headSha?: string;
  /** Worst first, then by path and line. */
  findings: Finding[];
  /** Findings silenced by markers that stand at the base side already; always disclosed. */
  suppressed: Suppressed[];
  /** What was read: files and units. */
  read: { files: number; units: number; lines: number };
  unread: Unread[];
  /** Units that an earlier, complete review of this pull request had examined and that no later push touched: the model was not asked again. */
  earlier?: { headSha: string; units: number };
  /** Said once, for people: "knowledge store did not answer in 1.5 s: reviewed without it". */
  notes: string[];
  /** Absent when no model was asked. */
  model?: { name: string; destination: string };
  cost: Cost;
  /** One a unit, for `--explain`. */
  accounts: UnitAccount[];
};

/** Nothing may be called clean unless everything selected was read. */
export function isComplete(review: Review): boolean {
  return !review.unread.some((unread) => unread.failed);
}
