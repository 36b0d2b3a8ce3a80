import { bodyOf, doerOf, readerOf } from "../doer-of.ts";
import { numberOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { invalid, Refusal } from "../frame/refusal.ts";
import type { Answer, Call, Route } from "../route.ts";
import { refuseReviewAnchors } from "./anchor-words.ts";
import { readAnchor, type WireAnchor } from "./wire-anchor.ts";
import { createReview, withdraw } from "./create-review.ts";
import { dismissReview, editReview } from "./edit-review.ts";
import { pullOf } from "./pull-routes.ts";
import { pullDiff } from "./pull-diff.ts";
import { renderReviewComment } from "./render-review-comment.ts";
import { renderReview } from "./render-review.ts";
import { reviewById, reviewsOf, type Review } from "./review.ts";
import { submitReview, type ReviewEvent } from "./submit-review.ts";

const REVIEWS = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const REVIEW = `${REVIEWS}/{review_id}`;

export const reviewRoutes: readonly Route[] = [
  {
    method: "GET",
    path: REVIEWS,
    handle: (call) =>
      paged(call, reviewsOf(call.world, pullOf(call), readerOf(call)), (review) => renderReview(call.world, review)),
  },
  { method: "POST", path: REVIEWS, role: "read", handle: create },
  { method: "GET", path: REVIEW, handle: (call) => answer(call, reviewOf(call)) },
  { method: "PUT", path: REVIEW, role: "read", handle: update },
  { method: "DELETE", path: REVIEW, role: "read", handle: remove },
  { method: "POST", path: `${REVIEW}/events`, role: "read", handle: submit },
  { method: "PUT", path: `${REVIEW}/dismissals`, handle: dismiss },
  {
    method: "GET",
    path: `${REVIEW}/comments`,
    handle: (call) => {
      const review = reviewOf(call);
      const comments = [...call.world.reviewComments.values()].filter((comment) => comment.reviewId === review.id);
      return paged(call, comments, (comment) => reviewCommentOfList(renderReviewComment(call.world, comment)));
    },
  },
];

const answer = (call: Call, review: Review): Answer => ({ status: 200, body: renderReview(call.world, review) });

function reviewOf(call: Call): Review {
  return reviewById(call.world, pullOf(call), numberOf(call, "review_id"), readerOf(call));
}

type NewReview = {
  commit_id?: string;
  body?: string;
  event?: ReviewEvent;
  comments?: (WireAnchor & { body: string })[];
};

async function create(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const { commit_id, body = "", event, comments = [] } = bodyOf<NewReview>(call);
  const files = comments.some((comment) => comment.line === undefined)
    ? await pullDiff(call.world, pull, commit_id ?? pull.head.sha)
    : [];
  const review = await createReview(call, doerOf(call), pull, {
    body,
    commitId: commit_id,
    event,
    comments: comments.map((comment) => {
      const anchor = readAnchor(files, comment);
      if (!anchor) throw refuseReviewAnchors(["line"]);
      return { anchor, body: comment.body };
    }),
  });
  return answer(call, review);
}

function update(call: Call): Answer {
  const review = reviewOf(call);
  refuseUnlessMine(call, review);
  editReview(call, doerOf(call), review, bodyOf<{ body: string }>(call).body);
  return answer(call, review);
}

function remove(call: Call): Answer {
  const review = reviewOf(call);
  if (review.state !== "PENDING") throw new Refusal(422, "Can not delete a non-pending pull request review");
  const gone = answer(call, review);
  withdraw(call, review);
  return gone;
}

function submit(call: Call): Answer {
  const review = reviewOf(call);
  const { event, body } = bodyOf<{ event: ReviewEvent; body?: string }>(call);
  if (review.state !== "PENDING") throw invalid("PullRequestReview", "state", "invalid");
  submitReview(call, doerOf(call), pullOf(call), review, event, body);
  return answer(call, review);
}

function dismiss(call: Call): Answer {
  const review = reviewOf(call);
  dismissReview(call, doerOf(call), review);
  return answer(call, review);
}

function refuseUnlessMine(call: Call, review: Review): void {
  if (readerOf(call)?.id !== review.authorId) throw new Refusal(403, "Must be the author of the review.");
}

/** The list of one review's comments has a shape of its own, without `subject_type`. */
function reviewCommentOfList(comment: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(comment).filter(([name]) => name !== "subject_type"));
}
