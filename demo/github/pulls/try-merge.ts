import { mergeTrees, writeMerge } from "../git/merge.ts";
import { branchSha, setRef } from "../git/refs.ts";
import type { World } from "../world.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";

/** GitHub signs what it commits with this name. */
export const WEB_FLOW = { name: "GitHub", email: "noreply@github.com" };

/** The trial merge behind `mergeable` and `refs/pull/N/merge`; made anew when head or base moved. On a conflict the ref stays as it was. */
export async function tryMerge(world: World, pull: Pull): Promise<NonNullable<Pull["trialMerge"]>> {
  const git = repositoryOfPull(world, pull).git;
  const base = (await branchSha(git, pull.base.branch)) ?? pull.base.sha;
  const head = pull.head.sha;
  if (pull.trialMerge?.base === base && pull.trialMerge.head === head) return pull.trialMerge;
  const tree = await mergeTrees(git, base, head);
  const author = { ...WEB_FLOW, date: world.clock.now() };
  const sha = tree && (await writeMerge(git, tree, [base, head], `Merge ${head} into ${base}`, author));
  if (sha !== undefined) await setRef(git, `refs/pull/${pull.number}/merge`, sha);
  pull.trialMerge = { base, head, sha };
  return pull.trialMerge;
}
