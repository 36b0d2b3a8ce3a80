import { issueCommentsOf } from "../conversation/issue-comment.ts";
import { repositoryById, repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { pullPage } from "../pulls/render-pull.ts";
import { reviewsOf, type Review } from "../pulls/review.ts";
import { commentsOfThread, threadsOf, type Thread } from "../pulls/thread.ts";
import { pageUrl } from "../render/urls.ts";
import { accountById, fullName } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { actorNode } from "./actor-node.ts";
import { commentNode } from "./comment-node.ts";
import { connection } from "./connection.ts";
import type { GraphqlCall, Resolvers } from "./resolver.ts";
import { pullBehind, recordBehind, threadBehind } from "./source-record.ts";

type Node = Record<string, unknown>;

export function repositoryNode(world: World, repository: Repository): Node {
  return {
    __typename: "Repository",
    id: repository.nodeId,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(world, repository),
    url: pageUrl(world, repository),
    isPrivate: repository.private,
    isFork: repository.parentId !== undefined,
    isArchived: repository.archived,
    owner: actorNode(world, accountById(world, repository.ownerId)),
  };
}

export function pullNode(world: World, pull: Pull): Node {
  return {
    __typename: "PullRequest",
    id: pull.nodeId,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    url: pullPage(world, pull),
    state: pull.merged ? "MERGED" : pull.state.toUpperCase(),
    closed: pull.state === "closed",
    merged: pull.merged !== undefined,
    isDraft: pull.draft,
    author: actorNode(world, accountById(world, pull.authorId)),
    headRefName: pull.head.branch,
    headRefOid: pull.head.sha,
    baseRefName: pull.base.branch,
    baseRefOid: pull.base.sha,
    isCrossRepository: pull.head.repositoryId !== pull.repositoryId,
    isInMergeQueue: world.mergeQueue.some((entry) => entry.pullId === pull.id),
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
  };
}

export function threadNode({ world, actor }: GraphqlCall, thread: Thread): Node {
  const { original, place } = thread;
  const resolver = thread.resolvedById === undefined ? undefined : accountById(world, thread.resolvedById);
  const pull = pullBehind(world, pullOfThread(world, thread).nodeId);
  const mayResolve = actor.kind === "installation" || (actor.kind === "user" && actor.account.id === pull.authorId);
  return {
    __typename: "PullRequestReviewThread",
    id: thread.nodeId,
    path: original.path,
    line: place?.anchor.line ?? null,
    startLine: place?.anchor.startLine ?? null,
    originalLine: original.line,
    originalStartLine: original.startLine ?? null,
    diffSide: original.side,
    startDiffSide: original.startLine === undefined ? null : (original.startSide ?? original.side),
    subjectType: "LINE",
    isResolved: resolver !== undefined,
    isOutdated: place === undefined,
    isCollapsed: resolver !== undefined || place === undefined,
    // The schema knows users alone here; a bot is shown as one.
    resolvedBy: resolver ? { ...actorNode(world, resolver), __typename: "User" } : null,
    viewerCanReply: true,
    viewerCanResolve: mayResolve && !resolver,
    viewerCanUnresolve: mayResolve && resolver !== undefined,
  };
}

function reviewNode(world: World, review: Review): Node {
  return {
    __typename: "PullRequestReview",
    id: review.nodeId,
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    body: review.body,
    state: review.state,
    author: actorNode(world, accountById(world, review.authorId)),
    submittedAt: review.submittedAt ?? null,
    createdAt: review.submittedAt ?? review.updatedAt,
    updatedAt: review.updatedAt,
  };
}

function pullOfThread(world: World, thread: Thread): Pull {
  const pull = world.pulls.get(thread.pullId);
  if (!pull) throw new Error(`no pull request ${thread.pullId}`);
  return pull;
}

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
