import { Refusal } from "../frame/refusal.ts";
import type { Doer, Stage } from "../stage.ts";
import { timestamp } from "../world.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { simplePull } from "./render-pull.ts";
import { renderReviewComment } from "./render-review-comment.ts";
import { reviewOfWebhook } from "./render-review.ts";
import type { ReviewComment } from "./review-comment.ts";
import type { Review, ReviewState } from "./review.ts";

export type ReviewEvent = "APPROVE" | "REQUEST_CHANGES" | "COMMENT";

const STATES: Record<ReviewEvent, ReviewState> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** Publishes a pending review with its comments. */
export function submitReview(
  stage: Stage,
  doer: Doer,
  pull: Pull,
  review: Review,
  event: ReviewEvent,
  body?: string,
): void {
  const { world } = stage;
  const comments = [...world.reviewComments.values()].filter((comment) => comment.reviewId === review.id);
  const text = body ?? review.body;
  if (event !== "COMMENT" && pull.authorId === doer.account.id)
    throw refused(`Review Can not ${event === "APPROVE" ? "approve" : "request changes on"} your own pull request`);
  if (event !== "APPROVE" && text.trim() === "" && (comments.length === 0 || event === "REQUEST_CHANGES"))
    throw refused("Review body can't be blank");

  review.body = text;
  review.state = STATES[event];
  review.submittedAt = timestamp(world);
  review.updatedAt = review.submittedAt;
  pull.updatedAt = review.submittedAt;
  const repository = repositoryOfPull(world, pull);
  const pull_request = simplePull(world, pull);
  const told = { repository, sender: doer.account };
  stage.emit({
    ...told,
    event: "pull_request_review",
    action: "submitted",
    payload: { review: reviewOfWebhook(world, review), pull_request },
  });
  for (const comment of comments) emitReviewComment(stage, doer, pull, comment, "created");
}

export function emitReviewComment(
  stage: Stage,
  doer: Doer,
  pull: Pull,
  comment: ReviewComment,
  action: "created" | "edited" | "deleted",
  more: Record<string, unknown> = {},
): void {
  const { world } = stage;
  stage.emit({
    event: "pull_request_review_comment",
    action,
    repository: repositoryOfPull(world, pull),
    sender: doer.account,
    payload: {
      comment: renderReviewComment(world, comment),
      pull_request: simplePull(world, pull),
      ...more,
    },
  });
}

const refused = (message: string) => new Refusal(422, "Unprocessable Entity", [message]);
