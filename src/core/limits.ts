/** Limits of one review; the operator sets them, nothing in a repository can. */
export type Limits = {
  /** Versions that the model may make of one unit. */
  rounds: number;
  /** Attempts at the model over the whole review, failed ones included. */
  calls: number;
  /** Input and output tokens over the whole review. */
  tokens: number;
  /** Wall clock of the whole review. */
  timeMs: number;
};

export const DEFAULT_LIMITS: Limits = { rounds: 3, calls: 200, tokens: 1_000_000, timeMs: 15 * 60_000 };
