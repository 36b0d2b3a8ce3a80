import type { Policy } from "../../policy.ts";
import type { PullRequest, PullRequestHost } from "../../pull-request.ts";

/** Where a commit would go, or why there is none, in words for people. */
export type Target = { headSha: string } | { why: string; fork?: true };

const BY_HAND = "commit the suggestions yourself";

/** Where the fixes of a pull request may be committed at this moment. Asked again before each try: all of it changes. */
export async function commitTarget(
  pull: PullRequest,
  policy: Pick<Policy, "apply">,
  host: Pick<PullRequestHost, "mayCommit" | "branch">,
): Promise<Target> {
  if (!policy.apply) return { why: `the settings of this repository turn it off: ${BY_HAND}` };
  if (pull.merged) return { why: "the pull request is merged" };
  if (pull.state === "closed") return { why: "the pull request is closed" };
  if (pull.locked) return { why: `the conversation is locked: ${BY_HAND}` };
  if (pull.fork)
    return { why: "no App can push to a fork: commit the suggestions, or apply the shown diffs", fork: true };
  if (!(await host.mayCommit())) return { why: `the App may not write to this repository: ${BY_HAND}` };
  if (pull.head.ref === pull.defaultBranch) return { why: "the App never writes to the default branch" };
  const branch = await host.branch(pull.head.ref);
  if (!branch) return { why: "the branch of this pull request is gone" };
  if (branch.protected) return { why: `the branch is protected: ${BY_HAND}` };
  // The branch's own word: the pull request's may be a moment old.
  return { headSha: branch.sha };
}
