import type { CheckRun } from "../checks/check-run.ts";
import { failedChecks, missingChecks } from "../checks/required-checks.ts";
import { pushPayload } from "../code/push-payload.ts";
import { readCommit } from "../git/commits.ts";
import { moveRef } from "../git/refs.ts";
import { simpleCommit } from "../code/render-commit.ts";
import type { Doer, Stage } from "../stage.ts";
import { accountById } from "../world/find.ts";
import { emitPull } from "./emit-pull.ts";
import { finishMerge } from "./merge-pull.ts";
import type { QueueEntry } from "./merge-queue.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";

/** Once the required checks of a queued merge have spoken: into the base, or out of the queue. */
export async function concludeQueue(stage: Stage, run: CheckRun): Promise<void> {
  const { world } = stage;
  const entry = world.mergeQueue.find((one) => one.headSha === run.headSha && one.repositoryId === run.repositoryId);
  const pull = entry && world.pulls.get(entry.pullId);
  if (!entry || !pull) return;
  const repository = repositoryOfPull(world, pull);
  const required = new Set(missingChecks(world, repository, pull.base.branch, entry.headSha));
  const failed = failedChecks(world, repository, entry.headSha).some((one) => required.has(one.name));
  if (failed) return await leaveQueue(stage, queueDoer(stage, pull), entry, pull, "CI_FAILURE");
  if (required.size > 0) return;
  const doer = queueDoer(stage, pull);
  await removeEntry(stage, doer, entry, pull, "merged");
  await finishMerge(stage, doer, pull, entry.headSha);
}

export type DequeueReason = "CI_FAILURE" | "MANUAL" | "MERGE_CONFLICT";

export async function leaveQueue(
  stage: Stage,
  doer: Doer,
  entry: QueueEntry,
  pull: Pull,
  reason: DequeueReason,
): Promise<void> {
  await removeEntry(stage, doer, entry, pull, "dequeued");
  await emitPull(stage, doer, pull, "dequeued", { reason });
}

/** What the webhook says of a queued merge. */
export async function mergeGroup(stage: Stage, entry: QueueEntry, pull: Pull): Promise<Record<string, unknown>> {
  const repository = repositoryOfPull(stage.world, pull);
  const commit = await readCommit(repository.git, entry.headSha);
  if (!commit) throw new Error(`no commit ${entry.headSha}`);
  return {
    head_sha: entry.headSha,
    head_ref: `refs/heads/${entry.branch}`,
    base_sha: entry.baseSha,
    base_ref: `refs/heads/${pull.base.branch}`,
    head_commit: simpleCommit(commit),
  };
}

async function removeEntry(
  stage: Stage,
  doer: Doer,
  entry: QueueEntry,
  pull: Pull,
  reason: "merged" | "dequeued",
): Promise<void> {
  const { world } = stage;
  const repository = repositoryOfPull(world, pull);
  world.mergeQueue.splice(world.mergeQueue.indexOf(entry), 1);
  const told = { repository, sender: doer.account };
  const merge_group = await mergeGroup(stage, entry, pull);
  stage.emit({ ...told, event: "merge_group", action: "destroyed", payload: { merge_group, reason } });
  await moveRef(repository.git, `refs/heads/${entry.branch}`, undefined, entry.headSha);
  const gone = {
    repository,
    branch: entry.branch,
    before: entry.headSha,
    to: undefined,
    forced: false,
    commits: [],
    doer,
  };
  stage.emit({ ...told, event: "push", payload: await pushPayload(world, gone) });
}

/** The queue acts for the one who put the pull request there; here, for its author. */
function queueDoer({ world }: Stage, pull: Pull): Doer {
  return { account: accountById(world, pull.authorId) };
}
