import { push } from "../code/push.ts";
import { Refusal } from "../frame/refusal.ts";
import { readCommit } from "../git/commits.ts";
import { revertTree, writeMerge } from "../git/merge.ts";
import { branchSha } from "../git/refs.ts";
import type { Doer, Stage } from "../stage.ts";
import { accountById, fullName } from "../world/find.ts";
import { openPull } from "./open-pull.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { WEB_FLOW } from "./try-merge.ts";

/** The "Revert" button of a merged pull request: a new branch, and a pull request that undoes the first. */
export async function revertPull(stage: Stage, doer: Doer, pull: Pull): Promise<Pull> {
  const { world } = stage;
  const repository = repositoryOfPull(world, pull);
  const { git } = repository;
  const merge = pull.merged && (await readCommit(git, pull.merged.sha));
  const base = await branchSha(git, pull.base.branch);
  const [parent] = merge?.parents ?? [];
  if (!merge || !base || parent === undefined) throw new Refusal(422, "Pull request is not merged");
  const tree = await revertTree(git, base, merge.sha, parent);
  if (tree === undefined) throw new Refusal(422, "This pull request couldn't be reverted automatically.");

  const title = `Revert "${pull.title}"`;
  const branch = `revert-${pull.number}-${pull.head.branch}`;
  const reverts = `Reverts ${fullName(world, repository)}#${pull.number}`;
  const date = world.clock.now();
  const author = { name: doer.account.name, email: doer.account.email, date };
  const message = `${title}\n\nThis reverts commit ${merge.sha}${merge.parents.length > 1 ? `, reversing\nchanges made to ${parent}` : ""}.`;
  const sha = await writeMerge(git, tree, [base], message, author, { ...WEB_FLOW, date });
  world.signedCommits.add(sha);
  await push(stage, doer, { repository, branch, to: sha });
  return await openPull(stage, { account: accountById(world, doer.account.id) }, repository, {
    title,
    body: reverts,
    base: pull.base.branch,
    head: { repository, branch },
  });
}
