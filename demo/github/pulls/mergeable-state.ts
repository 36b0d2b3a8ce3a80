import { missingChecks, failedChecks } from "../checks/required-checks.ts";
import type { World } from "../world.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";

/** GitHub's word for what stands between a pull request and its merge. */
export function mergeableState(world: World, pull: Pull): string {
  if (pull.state === "closed") return "unknown";
  if (pull.trialMerge && pull.trialMerge.sha === undefined) return "dirty";
  if (pull.draft) return "draft";
  const repository = repositoryOfPull(world, pull);
  if (missingChecks(world, repository, pull.base.branch, pull.head.sha).length > 0) return "blocked";
  return failedChecks(world, repository, pull.head.sha).length > 0 ? "unstable" : "clean";
}
