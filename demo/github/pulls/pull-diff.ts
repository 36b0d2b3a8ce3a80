import type { FileDiff } from "../git/diff.ts";
import { branchSha } from "../git/refs.ts";
import { rememberedDiff, rememberedMergeBase } from "../git/remembered-diff.ts";
import type { World } from "../world.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";

/** What the pull request changes since it left its base: GitHub's three-dot comparison. `head` may be an earlier commit of it. */
export async function pullDiff(world: World, pull: Pull, head = pull.head.sha): Promise<FileDiff[]> {
  return await rememberedDiff(repositoryOfPull(world, pull).git, await startOf(world, pull, head), head);
}

/** The commit from which the pull request's changes count. A merged one stays as it was when it was merged. */
export async function startOf(world: World, pull: Pull, head = pull.head.sha): Promise<string | undefined> {
  const git = repositoryOfPull(world, pull).git;
  const tip = pull.state === "open" ? await branchSha(git, pull.base.branch) : undefined;
  return await rememberedMergeBase(git, tip ?? pull.base.sha, head);
}
