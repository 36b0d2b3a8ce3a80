import { isAncestor } from "../git/commits.ts";
import { branchSha, setRef } from "../git/refs.ts";
import type { Doer, Stage } from "../stage.ts";
import type { Repository } from "../world/repository.ts";
import { nextId, timestamp } from "../world.ts";
import { emitPull } from "./emit-pull.ts";
import { placeThreads } from "./place-threads.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { tryMerge } from "./try-merge.ts";

export type BranchMove = { repository: Repository; branch: string; before: string | undefined; to: string | undefined };

/** What a push does to open pull requests from and to the branch. */
export async function branchMoved(stage: Stage, doer: Doer, move: BranchMove): Promise<void> {
  const open = [...stage.world.pulls.values()].filter((pull) => pull.state === "open");
  for (const pull of open) {
    if (pull.head.repositoryId === move.repository.id && pull.head.branch === move.branch)
      await headMoved(stage, doer, pull, move);
    if (pull.repositoryId === move.repository.id && pull.base.branch === move.branch)
      await baseMoved(stage, doer, pull, move);
  }
}

async function headMoved(stage: Stage, doer: Doer, pull: Pull, move: BranchMove): Promise<void> {
  const { world } = stage;
  const { before, to } = move;
  if (to === undefined) return await closePull(stage, doer, pull);
  const git = repositoryOfPull(world, pull).git;
  if (before !== undefined && !(await isAncestor(move.repository.git, before, to)))
    world.forcePushes.push({ id: nextId(world), pullId: pull.id, before, after: to, createdAt: timestamp(world) });
  pull.head.sha = to;
  pull.base.sha = (await branchSha(git, pull.base.branch)) ?? pull.base.sha;
  pull.updatedAt = timestamp(world);
  await setRef(git, `refs/pull/${pull.number}/head`, to);
  await tryMerge(world, pull);
  await placeThreads(world, pull);
  await emitPull(stage, doer, pull, "synchronize", { before: before ?? to, after: to });
}

async function baseMoved(stage: Stage, doer: Doer, pull: Pull, { to }: BranchMove): Promise<void> {
  const { world } = stage;
  if (to === undefined) return await closePull(stage, doer, pull);
  const git = repositoryOfPull(world, pull).git;
  if (pull.state === "open" && !pull.merged && (await isAncestor(git, pull.head.sha, to))) {
    // Somebody merged by hand and pushed: GitHub notices.
    pull.merged = { at: timestamp(world), byId: doer.account.id, sha: to };
    return await closePull(stage, doer, pull);
  }
  pull.trialMerge = undefined;
}

/** Closes it, merged or not, and tells. */
export async function closePull(stage: Stage, doer: Doer, pull: Pull): Promise<void> {
  if (pull.state === "closed") return;
  pull.state = "closed";
  pull.closedAt = timestamp(stage.world);
  pull.updatedAt = pull.closedAt;
  await emitPull(stage, doer, pull, "closed");
}
