import { GoneError } from "../core/errors.ts";
import type { Job, ReviewJob } from "../core/job.ts";
import { LeaseLostError } from "../core/job-queue.ts";
import { lagOf } from "../core/pull/fresh-reads.ts";
import { reviewPullRequest } from "../core/pull/review-pull-request.ts";
import { unreviewedPulls } from "../core/pull/sweep.ts";
import { asOfJob, openRepository, type JobDeps, type Lease } from "./job-deps.ts";
import { runAct } from "./run-act.ts";

/**
 * Runs one job to its end, and says in a word how it ended. What the job is about may be gone by then: that is an end, too.
 *
 * @throws RetryLaterError, and whatever else should be tried again.
 */
export async function runJob(job: Job, lease: Lease, deps: JobDeps): Promise<string> {
  try {
    if (job.kind === "review") return await runReview(job, lease, deps);
    if (job.kind === "act") return await runAct(job, lease, deps);
    if (job.kind === "sweep") return await runSweep(job, lease, deps);
    // What people decided there is theirs, and is taken away with the App.
    if (job.repository !== undefined) await deps.decisions?.forget([job.repository]);
    return "gone";
  } catch (error) {
    if (error instanceof GoneError) return "gone";
    throw lagOf(error, asOfJob("asOfMs" in job ? job : {}), deps.now);
  }
}

/** A job was given up: a check that it began must not hang. */
export async function afterDeath(job: Job, deps: JobDeps): Promise<void> {
  if (job.kind !== "review") return;
  const { installation, repository, number } = job;
  await deps.enqueue({ kind: "act", installation, repository, does: { act: "unfinished", number, why: "failed" } });
}

async function runReview(job: ReviewJob, lease: Lease, deps: JobDeps): Promise<string> {
  const { installation, repository, number } = job;
  const host = (await openRepository(job, lease, deps)).pull(number);
  let headSha: string | undefined;
  const noted = {
    ...host,
    read: async () => {
      const pull = await host.read();
      headSha ??= pull.head.sha;
      return pull;
    },
  };
  try {
    return await reviewPullRequest(job, { ...deps, host: noted, signal: lease.signal });
  } catch (error) {
    // The lease forbids to write now, and nobody else would close the check of this head.
    if (isSuperseded(lease.signal) && headSha !== undefined) {
      const does = { act: "unfinished", number, headSha, why: "superseded" } as const;
      await deps.enqueue({ kind: "act", installation, repository, does });
    }
    throw error;
  }
}

function isSuperseded({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof LeaseLostError && reason.reason === "superseded";
}

async function runSweep(job: Extract<Job, { kind: "sweep" }>, lease: Lease, deps: JobDeps): Promise<string> {
  const { installation } = job;
  const repositories = job.repository === undefined ? await deps.app.repositoriesOf(installation) : [job.repository];
  let found = 0;
  for (const repository of repositories) {
    const host = await openRepository({ installation, repository }, lease, deps);
    for (const { number, stuck } of await unreviewedPulls(host, deps.now())) {
      await deps.enqueue({ kind: "review", installation, repository, number, again: stuck });
      found++;
    }
  }
  return `found ${found} to review`;
}
