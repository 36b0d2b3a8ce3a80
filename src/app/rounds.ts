import type { Log } from "./log.ts";
import { withinTime } from "./within-time.ts";

export type Rounds = {
  /** Runs a round now, or waits for the one that runs. Never throws: what fails is logged and comes again. */
  round: () => Promise<void>;
  /** No more rounds; resolves when none runs, or after `deadlineMs`. */
  stop: (deadlineMs: number) => Promise<void>;
};

/** Runs its steps at once and then again and again, `everyMs` after each round's end. A step that fails does not keep the others. */
export function openRounds(options: {
  everyMs: number;
  log: Log;
  steps: Readonly<Record<string, (() => Promise<void>) | undefined>>;
}): Rounds {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function runSteps(): Promise<void> {
    for (const [name, step] of Object.entries(options.steps)) {
      if (stopped || step === undefined) continue;
      await step().catch((error: unknown) => {
        options.log.warn("could not be looked through", {
          what: name,
          reason: error instanceof Error ? `${error.name}: ${error.message}` : "unknown",
        });
      });
    }
  }

  function round(): Promise<void> {
    clearTimeout(timer);
    running ??= runSteps().finally(() => {
      running = undefined;
      if (!stopped) timer = setTimeout(() => void round(), options.everyMs);
    });
    return running;
  }

  void round();
  return {
    round,
    async stop(deadlineMs) {
      stopped = true;
      clearTimeout(timer);
      await withinTime(running ?? Promise.resolve(), deadlineMs).catch(() => {});
    },
  };
}
