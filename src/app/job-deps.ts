import type { Job } from "../core/job.ts";
import type { AppHost, RepositoryHost } from "../core/pull-request.ts";
import type { PullDeps } from "../core/pull/deps.ts";

/** What a worker works with, beside the job and its lease. */
export type JobDeps = Omit<PullDeps, "host" | "signal"> & {
  app: AppHost;
  /** One more job, durable when it resolves. */
  enqueue: (job: Job) => Promise<void>;
};

export type Lease = { signal: AbortSignal; confirm: () => Promise<void> };

/** The repository of a job; every write through it is asked of the lease first. */
export function openRepository(
  { installation, repository }: { installation: number; repository: number },
  { confirm }: Lease,
  { app }: JobDeps,
): Promise<RepositoryHost> {
  return app.repository({ installation, repository }, confirm);
}
