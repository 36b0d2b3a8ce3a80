import { notFound } from "../frame/refusal.ts";
import type { World } from "../world.ts";
import type { Pull } from "./pull.ts";
import type { Anchor, ReviewComment } from "./review-comment.ts";

/** A conversation at a place of the diff. */
export type Thread = {
  id: number;
  nodeId: string;
  pullId: number;
  /** Where it was begun, at `originalCommit`; never changes. */
  original: Anchor;
  originalCommit: string;
  /** From the hunk's header down to the line. */
  diffHunk: string;
  /** Lines below the first hunk header of the file, counted from 1. */
  originalPosition: number;
  /** Where it stands at `commit` now; undefined when its lines have changed: then it is outdated. */
  place: { anchor: Anchor; position: number } | undefined;
  /** The newest commit at which it had a place. */
  commit: string;
  resolvedById: number | undefined;
};

export function threadsOf(world: World, pull: Pull): Thread[] {
  return [...world.threads.values()].filter((thread) => thread.pullId === pull.id);
}

/** @throws Refusal 404 */
export function threadOf(world: World, comment: ReviewComment): Thread {
  const thread = world.threads.get(comment.threadId);
  if (!thread) throw notFound();
  return thread;
}

/** Its published comments, oldest first. */
export function commentsOfThread(world: World, thread: Thread): ReviewComment[] {
  return [...world.reviewComments.values()].filter(
    (comment) => comment.threadId === thread.id && world.reviews.get(comment.reviewId)?.state !== "PENDING",
  );
}
