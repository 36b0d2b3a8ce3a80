import { checkBody } from "../conversation/check-body.ts";
import { Refusal } from "../frame/refusal.ts";
import type { Doer, Stage } from "../stage.ts";
import { placeAnchor } from "./anchor.ts";
import { refuseCommentAnchor } from "./anchor-words.ts";
import { addToThread, beginThread } from "./begin-thread.ts";
import { checkCommit } from "./create-review.ts";
import { placeThreads } from "./place-threads.ts";
import { pullDiff } from "./pull-diff.ts";
import type { Pull } from "./pull.ts";
import type { Anchor, ReviewComment } from "./review-comment.ts";
import { newReview } from "./review.ts";
import { submitReview } from "./submit-review.ts";
import { commentsOfThread, type Thread } from "./thread.ts";

export type SingleComment = { body: string; commitId: string; anchor: Anchor };

/** A comment at a place, outside of a review; GitHub makes a review of its own for it. */
export async function commentAtPlace(
  stage: Stage,
  doer: Doer,
  pull: Pull,
  wish: SingleComment,
): Promise<ReviewComment> {
  const { world } = stage;
  checkBody("PullRequestReviewComment", wish.body);
  await checkCommit(stage, pull, wish.commitId);
  const placed = placeAnchor(await pullDiff(world, pull, wish.commitId), wish.anchor);
  if ("faults" in placed) throw refuseCommentAnchor(placed.faults);

  const review = newReview(world, doer, pull, wish.commitId);
  const comment = beginThread(world, review, wish, placed);
  if (wish.commitId !== pull.head.sha) await placeThreads(world, pull);
  submitReview(stage, doer, pull, review, "COMMENT");
  return comment;
}

/** An answer in a thread; answers can't be answered themselves, they all hang on the first comment. */
export function replyInThread(stage: Stage, doer: Doer, pull: Pull, thread: Thread, body: string): ReviewComment {
  const { world } = stage;
  checkBody("PullRequestReviewComment", body);
  const [first] = commentsOfThread(world, thread);
  if (!first)
    throw new Refusal(422, "Validation Failed", [
      { resource: "PullRequestReviewComment", field: "in_reply_to", code: "invalid" },
    ]);
  const review = newReview(world, doer, pull, thread.commit);
  const comment = addToThread(world, review, thread, body, first.id);
  submitReview(stage, doer, pull, review, "COMMENT");
  return comment;
}
