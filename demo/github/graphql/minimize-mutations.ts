import type { IssueComment } from "../conversation/issue-comment.ts";
import { repositoryById } from "../pulls/pull.ts";
import type { ReviewComment } from "../pulls/review-comment.ts";
import { readNodeId } from "../world/node-id.ts";
import { commentNode } from "./comment-node.ts";
import { needPermission, noNode } from "./graphql-refusal.ts";
import { inputOf } from "./input.ts";
import type { Arguments, GraphqlCall, Resolvers } from "./resolver.ts";
import { needWriting } from "./visible-repository.ts";

/** Folds a comment away with a reason, or out again. No event is sent. */
export const minimizeMutations: Resolvers = {
  "Mutation.minimizeComment": (_, args, call) => {
    const comment = commentOf(args, call);
    // Shown as `off-topic`, asked for as `OFF_TOPIC`.
    comment.minimizedReason = String(inputOf(args)["classifier"]).toLowerCase().replaceAll("_", "-");
    return {
      clientMutationId: inputOf(args)["clientMutationId"] ?? null,
      minimizedComment: commentNode(call, comment),
    };
  },
  "Mutation.unminimizeComment": (_, args, call) => {
    const comment = commentOf(args, call);
    delete comment.minimizedReason;
    return {
      clientMutationId: inputOf(args)["clientMutationId"] ?? null,
      unminimizedComment: commentNode(call, comment),
    };
  },
};

function commentOf(args: Arguments, call: GraphqlCall): IssueComment | ReviewComment {
  const { world } = call;
  const subject = String(inputOf(args)["subjectId"]);
  const found = readNodeId(subject);
  const comment =
    found?.prefix === "IC"
      ? world.issueComments.get(found.id)
      : found?.prefix === "PRRC"
        ? world.reviewComments.get(found.id)
        : undefined;
  const pull = comment && world.pulls.get(comment.pullId);
  if (!pull) throw noNode(subject);
  needPermission(call, "pull_requests", "write");
  needWriting(call, repositoryById(world, pull.repositoryId), comment.authorId);
  return comment;
}
