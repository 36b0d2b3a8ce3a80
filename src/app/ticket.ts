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
    // A review reads the head of its moment, a sweep what is open then: the newest says it all. What somebody asked for is each answered.
    mode: job.kind === "review" || job.kind === "sweep" ? "latest" : "each",
    payload: job,
  };
}
