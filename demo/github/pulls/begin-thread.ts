import { nodeId } from "../world/node-id.ts";
import { nextId, timestamp, type World } from "../world.ts";
import type { Placed } from "./anchor.ts";
import type { Anchor, ReviewComment } from "./review-comment.ts";
import type { Review } from "./review.ts";
import type { Thread } from "./thread.ts";

/** A thread with its first comment, at a place that was found in the diff of the review's commit. */
export function beginThread(
  world: World,
  review: Review,
  comment: { anchor: Anchor; body: string },
  placed: Placed,
): ReviewComment {
  const id = nextId(world);
  const thread: Thread = {
    id,
    nodeId: nodeId("PRRT", id),
    pullId: review.pullId,
    original: comment.anchor,
    originalCommit: review.commitId,
    diffHunk: placed.diffHunk,
    originalPosition: placed.position,
    place: { anchor: comment.anchor, position: placed.position },
    commit: review.commitId,
    resolvedById: undefined,
  };
  world.threads.set(id, thread);
  return addToThread(world, review, thread, comment.body, undefined);
}

export function addToThread(
  world: World,
  review: Review,
  thread: Thread,
  body: string,
  inReplyToId: number | undefined,
): ReviewComment {
  const id = nextId(world);
  const now = timestamp(world);
  const comment: ReviewComment = {
    id,
    nodeId: nodeId("PRRC", id),
    pullId: review.pullId,
    reviewId: review.id,
    threadId: thread.id,
    authorId: review.authorId,
    body,
    inReplyToId,
    createdAt: now,
    updatedAt: now,
    edits: [],
  };
  world.reviewComments.set(id, comment);
  return comment;
}
