import { issueCommentsOf } from "../conversation/issue-comment.ts";
import { repositoryById, repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { reviewsOf } from "../pulls/review.ts";
import { commentsOfThread, threadsOf, type Thread } from "../pulls/thread.ts";
import { commentNode } from "./comment-node.ts";
import { connection } from "./connection.ts";
import { pullNode, pullOfThread, repositoryNode, reviewNode, threadNode } from "./pull-nodes.ts";
import type { GraphqlCall, Resolvers } from "./resolver.ts";
import { pullBehind, recordBehind, threadBehind } from "./source-record.ts";

/** Lists of a pull request, and the ways back up. */
export const pullResolvers: Resolvers = {
  "PullRequest.repository": (source, _, { world }) =>
    repositoryNode(world, repositoryOfPull(world, pullBehind(world, source))),
  "PullRequest.headRepository": (source, _, { world }) => {
    const head = world.repositories.get(pullBehind(world, source).head.repositoryId);
    return head ? repositoryNode(world, head) : null;
  },
  "PullRequest.reviewThreads": (source, args, call) =>
    connection("reviewThreads", visibleThreads(call, pullBehind(call.world, source)), args, (thread) =>
      threadNode(call, thread),
    ),
  "PullRequest.comments": (source, args, call) =>
    connection("comments", issueCommentsOf(call.world, pullBehind(call.world, source)), args, (comment) =>
      commentNode(call, comment),
    ),
  "PullRequest.reviews": (source, args, { world, actor }) => {
    const reader = actor.kind === "user" || actor.kind === "installation" ? actor.account : undefined;
    const reviews = reviewsOf(world, pullBehind(world, source), reader);
    return connection("reviews", reviews, args, (review) => reviewNode(world, review));
  },
  "PullRequestReviewThread.comments": (source, args, call) =>
    connection("comments", commentsOfThread(call.world, threadBehind(call.world, source)), args, (comment) =>
      commentNode(call, comment),
    ),
  "PullRequestReviewThread.pullRequest": (source, _, { world }) =>
    pullNode(world, pullOfThread(world, threadBehind(world, source))),
  "PullRequestReviewThread.repository": (source, _, { world }) =>
    repositoryNode(world, repositoryById(world, pullOfThread(world, threadBehind(world, source)).repositoryId)),
  "PullRequestReviewComment.pullRequest": (source, _, { world }) => {
    const comment = recordBehind(world.reviewComments, "PRRC", source);
    return pullNode(world, recordBehind(world.pulls, "PR", world.pulls.get(comment.pullId)?.nodeId ?? ""));
  },
};

/** A thread whose review is still pending is nobody else's. */
function visibleThreads({ world }: GraphqlCall, pull: Pull): Thread[] {
  return threadsOf(world, pull).filter((thread) => commentsOfThread(world, thread).length > 0);
}
