import { notFound } from "../frame/refusal.ts";
import type { Account } from "../world/account.ts";
import { nodeId } from "../world/node-id.ts";
import type { Doer } from "../stage.ts";
import { nextId, timestamp, type World } from "../world.ts";
import type { Pull } from "./pull.ts";

export type ReviewState = "PENDING" | "COMMENTED" | "APPROVED" | "CHANGES_REQUESTED" | "DISMISSED";

export type Review = {
  id: number;
  nodeId: string;
  pullId: number;
  authorId: number;
  body: string;
  state: ReviewState;
  /** The commit that was reviewed. */
  commitId: string;
  /** Undefined while pending. */
  submittedAt: string | undefined;
  updatedAt: string;
};

/** Reviews that `reader` may see, oldest first: a pending one is its author's alone. */
export function reviewsOf(world: World, pull: Pull, reader: Account | undefined): Review[] {
  return [...world.reviews.values()].filter(
    (review) => review.pullId === pull.id && (review.state !== "PENDING" || review.authorId === reader?.id),
  );
}

/** @throws Refusal 404 */
export function reviewById(world: World, pull: Pull, id: number, reader: Account | undefined): Review {
  const review = reviewsOf(world, pull, reader).find((review) => review.id === id);
  if (!review) throw notFound();
  return review;
}

/** Pending, until it is submitted. */
export function newReview(world: World, doer: Doer, pull: Pull, commitId: string, body = ""): Review {
  const id = nextId(world);
  const review: Review = {
    id,
    nodeId: nodeId("PRR", id),
    pullId: pull.id,
    authorId: doer.account.id,
    body,
    state: "PENDING",
    commitId,
    submittedAt: undefined,
    updatedAt: timestamp(world),
  };
  world.reviews.set(id, review);
  return review;
}
