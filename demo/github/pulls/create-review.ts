import { isTooLong, TOO_LONG } from "../conversation/check-body.ts";
import { Refusal } from "../frame/refusal.ts";
import { commitsBetween } from "../git/commits.ts";
import type { Doer, Stage } from "../stage.ts";
import { placeAnchor, type Placed } from "./anchor.ts";
import { refuseReviewAnchors } from "./anchor-words.ts";
import { beginThread } from "./begin-thread.ts";
import { placeThreads } from "./place-threads.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { pullDiff, startOf } from "./pull-diff.ts";
import type { Anchor } from "./review-comment.ts";
import { newReview, reviewsOf, type Review } from "./review.ts";
import { submitReview, type ReviewEvent } from "./submit-review.ts";

export type NewReview = {
  body: string;
  /** The commit that was looked at; by default the head. */
  commitId?: string | undefined;
  /** None leaves the review pending, seen by its author alone. */
  event?: ReviewEvent | undefined;
  comments: { anchor: Anchor; body: string }[];
};

/** All or nothing. @throws Refusal with GitHub's words, which never tell the comment at fault */
export async function createReview(stage: Stage, doer: Doer, pull: Pull, wish: NewReview): Promise<Review> {
  const { world } = stage;
  const commitId = wish.commitId ?? pull.head.sha;
  const own = reviewsOf(world, pull, doer.account).filter((review) => review.authorId === doer.account.id);
  if (own.some((review) => review.state === "PENDING"))
    throw refused("User can only have one pending review per pull request");
  if ([wish.body, ...wish.comments.map((comment) => comment.body)].some(isTooLong)) throw refused(`Body ${TOO_LONG}`);
  if (wish.comments.some((comment) => comment.body.trim() === "")) throw refused("Body can't be blank");
  await checkCommit(stage, pull, commitId);
  const places = await placeAll(stage, pull, commitId, wish.comments);

  const review = newReview(world, doer, pull, commitId, wish.body);
  for (const [index, comment] of wish.comments.entries()) {
    const placed = places[index];
    if (placed) beginThread(world, review, comment, placed);
  }
  if (commitId !== pull.head.sha) await placeThreads(world, pull);
  try {
    if (wish.event) submitReview(stage, doer, pull, review, wish.event);
  } catch (error) {
    withdraw(stage, review);
    throw error;
  }
  return review;
}

async function placeAll(
  stage: Stage,
  pull: Pull,
  commitId: string,
  comments: NewReview["comments"],
): Promise<Placed[]> {
  const files = comments.length > 0 ? await pullDiff(stage.world, pull, commitId) : [];
  return comments.map(({ anchor }) => {
    const placed = placeAnchor(files, anchor);
    if ("faults" in placed) throw refuseReviewAnchors(placed.faults);
    return placed;
  });
}

/** A commit that a force push took away is no longer part of the pull request. */
export async function checkCommit(stage: Stage, pull: Pull, commitId: string): Promise<void> {
  if (commitId === pull.head.sha) return;
  const start = await startOf(stage.world, pull);
  const git = repositoryOfPull(stage.world, pull).git;
  const commits = start ? await commitsBetween(git, start, pull.head.sha) : [];
  if (!commits.includes(commitId)) throw refused("Commit is not part of the pull request");
}

/** Takes a pending review and its comments away. */
export function withdraw({ world }: Stage, review: Review): void {
  world.reviews.delete(review.id);
  for (const comment of [...world.reviewComments.values()].filter(({ reviewId }) => reviewId === review.id)) {
    world.reviewComments.delete(comment.id);
    if (comment.inReplyToId === undefined) world.threads.delete(comment.threadId);
  }
}

const refused = (message: string) => new Refusal(422, "Unprocessable Entity", [message]);
