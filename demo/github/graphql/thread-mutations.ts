import { repositoryById } from "../pulls/pull.ts";
import { resolveThread, unresolveThread } from "../pulls/resolve-thread.ts";
import { replyInThread } from "../pulls/single-comment.ts";
import type { Thread } from "../pulls/thread.ts";
import { commentNode } from "./comment-node.ts";
import { graphqlDoer, inputOf } from "./input.ts";
import { needPermission, noNode } from "./graphql-refusal.ts";
import { threadNode } from "./pull-nodes.ts";
import type { Arguments, GraphqlCall, Resolvers } from "./resolver.ts";
import { threadBehind } from "./source-record.ts";
import { needWriting } from "./visible-repository.ts";

/**
 * To resolve takes `contents: write`: `pull_requests: write` alone is refused. People need write access, or to be the
 * pull request's author.
 */
export const threadMutations: Resolvers = {
  "Mutation.resolveReviewThread": (_, args, call) => change(args, call, resolveThread),
  "Mutation.unresolveReviewThread": (_, args, call) => change(args, call, unresolveThread),
  "Mutation.addPullRequestReviewThreadReply": (_, args, call) => {
    const { pullRequestReviewThreadId, body, clientMutationId = null } = inputOf(args);
    needPermission(call, "pull_requests", "write");
    const thread = threadBehind(call.world, String(pullRequestReviewThreadId));
    const { pull } = placeOf(call, thread);
    return {
      clientMutationId,
      comment: commentNode(call, replyInThread(call, graphqlDoer(call), pull, thread, String(body))),
    };
  },
};

function change(args: Arguments, call: GraphqlCall, how: typeof resolveThread): Record<string, unknown> {
  const { threadId, clientMutationId = null } = inputOf(args);
  const thread = threadBehind(call.world, String(threadId));
  const { pull, repository } = placeOf(call, thread);
  needPermission(call, "contents", "write");
  needPermission(call, "pull_requests", "write");
  needWriting(call, repository, pull.authorId);
  how(call, graphqlDoer(call), thread);
  return { clientMutationId, thread: threadNode(call, thread) };
}

function placeOf({ world }: GraphqlCall, thread: Thread) {
  const pull = world.pulls.get(thread.pullId);
  if (!pull) throw noNode(thread.nodeId);
  return { pull, repository: repositoryById(world, pull.repositoryId) };
}
