import { bodyOf, doerOf, refuseUnlessMineOrWriter } from "../doer-of.ts";
import { numberOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { invalid } from "../frame/refusal.ts";
import type { Answer, Call, Route } from "../route.ts";
import { refuseCommentAnchor } from "./anchor-words.ts";
import { deleteReviewComment, editReviewComment } from "./edit-review-comment.ts";
import { pullDiff } from "./pull-diff.ts";
import { pullOf } from "./pull-routes.ts";
import { pullsOf } from "./pull.ts";
import { renderReviewComment } from "./render-review-comment.ts";
import { reviewCommentById, reviewCommentsOf, type ReviewComment } from "./review-comment.ts";
import { commentAtPlace, replyInThread } from "./single-comment.ts";
import { threadOf } from "./thread.ts";
import { readAnchor, type WireAnchor } from "./wire-anchor.ts";

const OF_PULL = "/repos/{owner}/{repo}/pulls/{pull_number}/comments";
const OF_REPOSITORY = "/repos/{owner}/{repo}/pulls/comments";
const COMMENT = `${OF_REPOSITORY}/{comment_id}`;

export const reviewCommentRoutes: readonly Route[] = [
  { method: "GET", path: OF_PULL, handle: (call) => list(call, reviewCommentsOf(call.world, pullOf(call))) },
  {
    method: "GET",
    path: OF_REPOSITORY,
    handle: (call) =>
      list(
        call,
        pullsOf(call.world, repositoryOf(call)).flatMap((pull) => reviewCommentsOf(call.world, pull)),
      ),
  },
  { method: "POST", path: OF_PULL, role: "read", handle: create },
  {
    method: "POST",
    path: `${OF_PULL}/{comment_id}/replies`,
    role: "read",
    handle: (call) => reply(call, numberOf(call, "comment_id")),
  },
  { method: "GET", path: COMMENT, handle: (call) => answer(call, 200, commentOf(call)) },
  { method: "PATCH", path: COMMENT, role: "read", handle: update },
  { method: "DELETE", path: COMMENT, role: "read", handle: remove },
];

function list(call: Call, comments: ReviewComment[]): Answer {
  const { query, world } = call;
  const since = query.get("since");
  const sort = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const wanted = comments
    .filter((comment) => !since || Date.parse(comment.updatedAt) >= Date.parse(since))
    .sort((one, other) => one[sort].localeCompare(other[sort]) || one.id - other.id);
  const ordered = query.get("direction") === "desc" ? wanted.toReversed() : wanted;
  return paged(call, ordered, (comment) => renderReviewComment(world, comment));
}

const answer = (call: Call, status: number, comment: ReviewComment): Answer => ({
  status,
  body: renderReviewComment(call.world, comment),
});

function commentOf(call: Call): ReviewComment {
  return reviewCommentById(call.world, repositoryOf(call), numberOf(call, "comment_id"));
}

async function create(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const { body, commit_id, in_reply_to, ...wire } = bodyOf<
    WireAnchor & { body: string; commit_id: string; in_reply_to?: number }
  >(call);
  if (in_reply_to !== undefined) return reply(call, in_reply_to);
  const files = wire.line === undefined ? await pullDiff(call.world, pull, commit_id) : [];
  const anchor = readAnchor(files, wire);
  if (!anchor) throw refuseCommentAnchor(["line"]);
  return answer(call, 201, await commentAtPlace(call, doerOf(call), pull, { body, commitId: commit_id, anchor }));
}

function reply(call: Call, commentId: number): Answer {
  const { world } = call;
  const pull = pullOf(call);
  const comment = reviewCommentsOf(world, pull).find((one) => one.id === commentId);
  if (!comment) throw invalid("PullRequestReviewComment", "in_reply_to", "invalid");
  const { body } = bodyOf<{ body: string }>(call);
  return answer(call, 201, replyInThread(call, doerOf(call), pull, threadOf(world, comment), body));
}

function update(call: Call): Answer {
  const comment = commentOf(call);
  refuseUnlessMineOrWriter(call, repositoryOf(call), comment.authorId);
  editReviewComment(call, doerOf(call), comment, bodyOf<{ body: string }>(call).body);
  return answer(call, 200, comment);
}

function remove(call: Call): Answer {
  const comment = commentOf(call);
  refuseUnlessMineOrWriter(call, repositoryOf(call), comment.authorId);
  deleteReviewComment(call, doerOf(call), comment);
  return { status: 204 };
}
