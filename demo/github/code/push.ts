import { startSuites } from "../checks/start-suites.ts";
import { Refusal } from "../frame/refusal.ts";
import { commitsBetween, isAncestor } from "../git/commits.ts";
import { branchSha, isRefName, moveRef } from "../git/refs.ts";
import { branchMoved } from "../pulls/branch-moved.ts";
import type { Doer, Stage } from "../stage.ts";
import type { Repository } from "../world/repository.ts";
import { timestamp } from "../world.ts";
import { inTurn } from "./in-turn.ts";
import { pushPayload } from "./push-payload.ts";

export type Push = {
  repository: Repository;
  branch: string;
  /** The tip to come; undefined deletes the branch. */
  to: string | undefined;
  /** Where the pusher saw the branch; by default where it is. */
  expected?: string | undefined;
  force?: boolean;
};

/** The branch stood elsewhere, or the push would have lost commits. */
const staleBranch = () => new Refusal(422, "Update is not a fast forward");

/**
 * Moves a branch as a push does, with all that follows: `push`, pull requests that take in the new head, close or count as
 * merged, and check suites of the Apps that listen.
 *
 * @throws Refusal when the branch moved meanwhile, or history would be lost without `force`
 */
export async function push(stage: Stage, doer: Doer, wish: Push): Promise<void> {
  await inTurn(wish.repository, () => pushNow(stage, doer, wish));
}

async function pushNow(stage: Stage, doer: Doer, { repository, branch, to, force, ...rest }: Push): Promise<void> {
  const git = repository.git;
  const name = `refs/heads/${branch}`;
  if (!isRefName(name)) throw new Refusal(422, "Reference name is invalid");
  const before = await branchSha(git, branch);
  if (before === to) return;
  const expected = "expected" in rest ? rest.expected : before;
  const forced = before !== undefined && to !== undefined && !(await isAncestor(git, before, to));
  if (forced && !force) throw staleBranch();
  if (!(await moveRef(git, name, to, expected))) throw staleBranch();

  repository.pushedAt = timestamp(stage.world);
  const commits = before && to ? await commitsBetween(git, before, to) : to ? [to] : [];
  const payload = await pushPayload(stage.world, { repository, branch, before, to, forced, commits, doer });
  stage.emit({ event: "push", repository, sender: doer.account, payload });
  if (to !== undefined) await startSuites(stage, doer, { repository, branch, before, head: to });
  await branchMoved(stage, doer, { repository, branch, before, to });
}
