import { RetryLaterError } from "../core/errors.ts";
import type { Job } from "../core/job.ts";
import { LeaseLostError, type JobQueue, type Lease, type QueueWorker, type Ticket } from "../core/job-queue.ts";
import type { Fields, Log } from "./log.ts";
import type { JobOutcome, Metrics } from "./metrics.ts";

/** What a running job holds: `signal` aborts when it may no longer act, `confirm` is asked before every write to the outside. */
export type JobLease = Pick<Lease<Job>, "id" | "signal" | "confirm" | "attempt">;

export type JobHandlers = {
  /** Does the job, and says in our own words how it ended; safe to repeat. What it throws decides: see `WorkOptions` of the queue. */
  run: (job: Job, lease: JobLease) => Promise<string>;
  /** A job was given up: what waits for it, such as a check in progress, is concluded. */
  onDead: (job: Job, reason: string) => Promise<void>;
};

export type WorkerOptions = { queue: Pick<JobQueue<Job>, "work">; concurrency: number; log: Log; metrics: Metrics };

/** Runs the queue's jobs: one line and one count a run, whatever comes of it. */
export function openWorker(handlers: JobHandlers, { queue, concurrency, log, metrics }: WorkerOptions): QueueWorker {
  async function run(lease: Lease<Job>): Promise<void> {
    const start = performance.now();
    const ended = (outcome: JobOutcome, words?: string) => {
      const milliseconds = performance.now() - start;
      metrics.job(lease.payload.kind, outcome, milliseconds);
      const fields = {
        ...namesOf(lease.payload),
        outcome,
        ms: Math.round(milliseconds),
        attempt: lease.attempt,
        words,
      };
      if (outcome === "failed") log.warn("job", fields);
      else log.info("job", fields);
    };
    try {
      ended("done", await handlers.run(lease.payload, lease));
    } catch (error) {
      if (lease.signal.aborted || error instanceof LeaseLostError) ended("released");
      else if (error instanceof RetryLaterError) ended("later", `in ${Math.round(error.delayMs / 1000)} s`);
      else ended("failed", reasonOf(error));
      throw error;
    }
  }

  return queue.work({
    concurrency,
    run,
    async onDead({ payload }: Ticket<Job>, reason) {
      log.error("job given up", { ...namesOf(payload), reason });
      metrics.job(payload.kind, "dead", 0);
      await handlers.onDead(payload, reason);
    },
  });
}

/** Ids and our own words only. */
function namesOf(job: Job): Fields {
  const { kind, installation, repository } = job;
  const act = job.kind === "act" ? job.does.act : undefined;
  const number =
    job.kind === "review" ? job.number : job.kind === "act" && "number" in job.does ? job.does.number : undefined;
  return { kind, act, installation, repository, number };
}

/** In the log only its first line is shown. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
}
