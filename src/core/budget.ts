import { BudgetError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { Meter } from "./model.ts";
import type { Cost } from "./review.ts";

/** Prices in the operator's currency, per million tokens. */
export type Prices = { inputPerMillion: number; outputPerMillion: number };

/** Counts one review's attempts at the model against its limits. `now` is a monotonic clock in milliseconds. */
export type Budget = Meter & {
  cost(): Cost;
  /** Milliseconds until the review's deadline; 0 when it has passed. */
  leftMs(): number;
};

export function openBudget(limits: Limits, now: () => number, prices?: Prices): Budget {
  const startedAt = now();
  const spent = { calls: 0, inputTokens: 0, outputTokens: 0, cachedTokens: 0, estimatedTokens: false };
  // Attempts under way are counted at their estimate, so that parallel units can't pass the limit together.
  let pendingTokens = 0;
  const pending: number[] = [];
  const leftMs = () => Math.max(0, limits.timeMs - (now() - startedAt));

  return {
    leftMs,
    begin({ inputTokens, maxOutputTokens }) {
      const used = spent.inputTokens + spent.outputTokens + pendingTokens;
      if (spent.calls >= limits.calls) throw new BudgetError(`the limit of ${limits.calls} model calls is reached`);
      if (used + inputTokens + maxOutputTokens > limits.tokens)
        throw new BudgetError(`the limit of ${limits.tokens} tokens is reached`);
      if (leftMs() === 0) throw new BudgetError(`the limit of ${Math.round(limits.timeMs / 1000)} s is reached`);
      spent.calls += 1;
      pending.push(inputTokens);
      pendingTokens += inputTokens;
    },
    end(usage) {
      pendingTokens -= pending.shift() ?? 0;
      spent.inputTokens += usage.inputTokens;
      spent.outputTokens += usage.outputTokens;
      spent.cachedTokens += usage.cachedTokens ?? 0;
      if (usage.estimated) spent.estimatedTokens = true;
    },
    cost() {
      const money =
        prices && (spent.inputTokens * prices.inputPerMillion + spent.outputTokens * prices.outputPerMillion) / 1e6;
      return { ...spent, milliseconds: Math.round(now() - startedAt), ...(money === undefined ? {} : { money }) };
    },
  };
}
