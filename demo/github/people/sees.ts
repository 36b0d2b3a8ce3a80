import { runsOf } from "../checks/check-run.ts";
import { issueCommentsOf } from "../conversation/issue-comment.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { reviewCommentsOf } from "../pulls/review-comment.ts";
import { reviewsOf } from "../pulls/review.ts";
import { threadsOf } from "../pulls/thread.ts";
import type { Me } from "./me.ts";

/** What stands on a pull request's page now, each list oldest first; checks are those of its head. */
export function sees({ world, account, need }: Me, pull: Pull) {
  const repository = repositoryOfPull(world, pull);
  need(repository, "read");
  return {
    comments: issueCommentsOf(world, pull),
    reviews: reviewsOf(world, pull, account),
    reviewComments: reviewCommentsOf(world, pull),
    threads: threadsOf(world, pull),
    checks: runsOf(world, repository, pull.head.sha),
  };
}
