import type { Job } from "../core/job.ts";
import type { JobQueue } from "../core/job-queue.ts";
import type { Log } from "./log.ts";
import { openRounds, type Rounds } from "./rounds.ts";

const EVERY_MS = 60_000;

/** Shows that this process has a worker, busy or not: see `hanging-checks.ts`. */
export function openSignsOfLife(queue: Pick<JobQueue<Job>, "showLife">, log: Log): Rounds {
  return openRounds({ everyMs: EVERY_MS, log, steps: { "the queue": () => queue.showLife() } });
}
