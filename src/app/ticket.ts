import { jobId, jobKey, type Job } from "../core/job.ts";
import type { Ticket } from "../core/job-queue.ts";

/**
 * A job as the queue takes it. `origin` is the delivery's payload, or what else makes two askings the same: the same origin gives the
 * same id.
 */
export function ticketOf(job: Job, origin: unknown): Ticket<Job> {
  return {
    id: jobId(job, origin),
    key: jobKey(job),
    group: String(job.installation),
    mode: isLevelTriggered(job) ? "latest" : "each",
    payload: job,
  };
}

/** A review reads the head of its moment, a sweep what is open then: the newest says it all. What somebody asked for is each answered. */
function isLevelTriggered(job: Job): boolean {
  return job.kind === "sweep" || (job.kind === "review" && !job.again);
}
