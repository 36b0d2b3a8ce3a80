import type { Pull } from "../pulls/pull.ts";
import { pullPage } from "../pulls/render-pull.ts";
import type { Review } from "../pulls/review.ts";
import type { Thread } from "../pulls/thread.ts";
import { pageUrl } from "../render/urls.ts";
import { accountById, fullName } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { actorNode } from "./actor-node.ts";
import type { GraphqlCall } from "./resolver.ts";

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
  const pull = pullOfThread(world, thread);
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

export function reviewNode(world: World, review: Review): Node {
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

export function pullOfThread(world: World, thread: Thread): Pull {
  const pull = world.pulls.get(thread.pullId);
  if (!pull) throw new Error(`no pull request ${thread.pullId}`);
  return pull;
}
