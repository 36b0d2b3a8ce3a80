import { GoneError } from "../core/errors.ts";
import type { Job } from "../core/job.ts";
import { LeaseLostError, type JobQueue } from "../core/job-queue.ts";
import { closeHanging } from "../core/pull/close-hanging.ts";
import type { PullDeps } from "../core/pull/deps.ts";
import type { AppHost } from "../core/pull-request.ts";
import type { Log } from "./log.ts";

export type HangingChecksOptions = {
  queue: Pick<JobQueue<Job>, "silenceMs">;
  host: Pick<AppHost, "installations" | "repositoriesOf" | "repository">;
  tell: Pick<PullDeps, "openWords" | "observe">;
  log: Log;
  now: () => number;
};

/** A worker shows every minute that it lives: then none does. */
const SILENCE_MS = 15 * 60 * 1000;
/** Costs as many requests as the workers' own look through the installations. */
const EVERY_MS = 15 * 60 * 1000;

/**
 * A step for those who take deliveries: while no worker lives, nobody else concludes the checks that the last one left in progress. It stops
 * at the first write after a worker came back; doing it twice, in several processes, does no harm.
 */
export function openHangingChecks({ queue, host, tell, log, now }: HangingChecksOptions): () => Promise<void> {
  let lookedAt: number | undefined;

  /** Where no worker ever lived, none left anything. */
  async function isSilent(): Promise<boolean> {
    return ((await queue.silenceMs()) ?? 0) > SILENCE_MS;
  }
  async function confirm(): Promise<void> {
    if (!(await isSilent())) throw new LeaseLostError("lost");
  }

  return async () => {
    if (!(await isSilent())) return;
    const nowMs = now();
    if (lookedAt !== undefined && nowMs - lookedAt < EVERY_MS) return;
    lookedAt = nowMs;
    log.warn("no worker lives: checks in progress are concluded", {});
    let count = 0;
    try {
      for (const installation of await host.installations())
        for (const repository of await host.repositoriesOf(installation))
          count += await closeIn({ installation, repository });
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
    }
    if (count > 0) log.info("checks concluded that no worker would", { count });
  };

  /** What can't be done in one repository does not keep the others. */
  async function closeIn(where: { installation: number; repository: number }): Promise<number> {
    try {
      return await closeHanging(await host.repository(where, confirm), { ...tell, now });
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      if (!(error instanceof GoneError))
        log.warn("hanging checks could not be looked for", {
          ...where,
          reason: error instanceof Error ? error.name : "unknown",
        });
      return 0;
    }
  }
}
