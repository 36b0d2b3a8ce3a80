import type { Act, Job } from "../core/job.ts";
import type { AppHost, RepositoryHost } from "../core/pull-request.ts";
import type { PullDeps } from "../core/pull/deps.ts";
import { freshReads, type AsOf } from "../core/pull/fresh-reads.ts";

/** What a worker works with, beside the job and its lease. */
export type JobDeps = Omit<PullDeps, "host" | "signal"> & {
  app: AppHost;
  /** One more job, durable when it resolves. */
  enqueue: (job: Job) => Promise<void>;
};

export type Lease = { signal: AbortSignal; confirm: () => Promise<void> };

/** What a job is about; some follow from an event that told of a pull request's state. */
type OfRepository = { installation: number; repository: number; asOfMs?: number | undefined; does?: Act };

/** The repository of a job: every write through it is asked of the lease first, and no read is from before the job's event. */
export async function openRepository(
  job: OfRepository,
  { confirm }: Lease,
  { app, now }: JobDeps,
): Promise<RepositoryHost> {
  const { installation, repository } = job;
  return freshReads(await app.repository({ installation, repository }, confirm), asOfJob(job), now);
}

export function asOfJob({ asOfMs, does }: Partial<OfRepository>): AsOf {
  return { asOfMs, ...(does?.act === "closed" ? { merged: does.merged } : {}) };
}
