import { GoneError } from "../core/errors.ts";
import type { ActJob, Job, ReviewJob } from "../core/job.ts";
import { LeaseLostError } from "../core/job-queue.ts";
import { openRedactor } from "../core/redaction.ts";
import type { AppHost, RepositoryHost } from "../core/pull-request.ts";
import { answerComment } from "../core/pull/answer-comment.ts";
import type { PullDeps } from "../core/pull/deps.ts";
import { judgeMergeGroup } from "../core/pull/judge-merge-group.ts";
import { learnFromMerge } from "../core/pull/learn-from-merge.ts";
import { ensureCheck, reviewPullRequest } from "../core/pull/review-pull-request.ts";
import { unreviewedPulls } from "../core/pull/sweep.ts";

/** What a worker works with, beside the job and its lease. */
export type JobDeps = Omit<PullDeps, "host" | "signal"> & {
  app: AppHost;
  /** One more job, durable when it resolves. */
  enqueue: (job: Job) => Promise<void>;
  now: () => number;
};

type Lease = { signal: AbortSignal; confirm: () => Promise<void> };

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
    return "gone";
  } catch (error) {
    if (error instanceof GoneError) return "gone";
    throw error;
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

async function runAct(job: ActJob, lease: Lease, deps: JobDeps): Promise<string> {
  const { does } = job;
  const repository = await openRepository(job, lease, deps);
  const { signal } = lease;
  const { installation, repository: id } = job;
  const review = (number: number, full?: true) =>
    deps.enqueue({ kind: "review", installation, repository: id, number, again: true, ...(full && { full }) });
  switch (does.act) {
    case "comment": {
      const host = repository.pull(does.number);
      const answered = await answerComment(does.where, does.comment, { ...deps, host, signal });
      if (answered.review) await review(does.number, answered.full);
      return answered.review ? "asked for a review" : "answered";
    }
    case "rerun":
    case "button": {
      if (does.act === "button" && does.button !== "review") return "nothing to do";
      const headSha = does.act === "rerun" ? does.headSha : (await repository.checks.read(does.check))?.headSha;
      const numbers = headSha === undefined ? [] : await repository.pullsOf(headSha);
      for (const number of numbers) await review(number);
      return numbers.length > 0 ? "asked for a review" : "nothing to do";
    }
    case "closed": {
      const resolutions = await learnFromMerge({ ...deps, host: repository.pull(does.number), signal });
      return `learned of ${resolutions.size} findings`;
    }
    case "merge-group": {
      const { headSha, baseSha, headRef } = does;
      await judgeMergeGroup({ headSha, baseSha, ...readQueueRef(headRef) }, repository, { ...deps, signal });
      return "judged";
    }
    case "unfinished":
      return closeUnfinished(does, repository, deps);
    // What these change on a pull request is read from it at its next review.
    default:
      return "nothing to do";
  }
}

/** `refs/heads/gh-readonly-queue/main/pr-12-<sha>` → `main` and 12. */
function readQueueRef(headRef: string): { baseRef: string; number?: number } {
  const branch = headRef.replace(/^refs\/heads\//, "");
  const [, baseRef, number] = /^gh-readonly-queue\/(.+)\/pr-(\d{1,9})-[^/]*$/.exec(branch) ?? [];
  return baseRef === undefined ? { baseRef: branch } : { baseRef, number: Number(number) };
}

/** A check that its worker could not conclude: superseded, or given up after too many failures. Never a pass. */
async function closeUnfinished(
  { number, headSha, why }: Extract<ActJob["does"], { act: "unfinished" }>,
  repository: RepositoryHost,
  deps: JobDeps,
): Promise<string> {
  const host = repository.pull(number);
  const pull = await host.read();
  const sha = headSha ?? pull.head.sha;
  const run = await host.checks.find(sha);
  if (!run || run.completed || (why === "superseded" && sha === pull.head.sha)) return "nothing to do";
  const words = deps.openWords(pull, openRedactor().scrub);
  const says = {
    superseded: "a newer commit came before this one was read",
    failed: "the review failed several times and was given up; the operator's log says why",
  }[why];
  await ensureCheck(
    { head: { ...pull.head, sha } },
    words,
    { state: "not-reviewed", why: says },
    { outcome: why, conclusion: "neutral" },
    { ...deps, host },
  );
  return "closed a check";
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

function openRepository(
  { installation, repository }: { installation: number; repository: number },
  { confirm }: Lease,
  { app }: JobDeps,
): Promise<RepositoryHost> {
  return app.repository({ installation, repository }, confirm);
}
