import { notFound } from "../frame/refusal.ts";
import type { Side } from "../git/hunks.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import type { Pull } from "./pull.ts";

/** Where a comment stands in a diff. `startLine` only when it is about several lines. */
export type Anchor = {
  path: string;
  side: Side;
  line: number;
  startSide: Side | undefined;
  startLine: number | undefined;
};

export type ReviewComment = {
  id: number;
  nodeId: string;
  pullId: number;
  reviewId: number;
  threadId: number;
  authorId: number;
  body: string;
  /** The first comment of the thread, when this one is an answer. */
  inReplyToId: number | undefined;
  createdAt: string;
  updatedAt: string;
  minimizedReason?: string;
  /** Past versions of the body, oldest first: GitHub keeps them for people to see. */
  edits: { body: string; editorId: number; at: string }[];
};

/** Published comments of a pull request, oldest first. */
export function reviewCommentsOf(world: World, pull: Pull): ReviewComment[] {
  return [...world.reviewComments.values()].filter(
    (comment) => comment.pullId === pull.id && world.reviews.get(comment.reviewId)?.state !== "PENDING",
  );
}

/** @throws Refusal 404 */
export function reviewCommentById(world: World, repository: Repository, id: number): ReviewComment {
  const comment = world.reviewComments.get(id);
  if (!comment || world.pulls.get(comment.pullId)?.repositoryId !== repository.id) throw notFound();
  return comment;
}
