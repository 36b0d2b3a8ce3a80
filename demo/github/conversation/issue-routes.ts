import { bodyOf, doerOf, refuseUnlessMineOrWriter } from "../doer-of.ts";
import { numberOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { pullByNumber, type Pull } from "../pulls/pull.ts";
import type { Answer, Call, Route } from "../route.ts";
import { commentOn, deleteComment, editComment } from "./comment-on.ts";
import { issueCommentById, issueCommentsOf, type IssueComment } from "./issue-comment.ts";
import { renderIssueComment } from "./render-issue-comment.ts";
import { renderIssue } from "./render-issue.ts";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";
const COMMENT = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

/** Pull requests as issues, and the comments of their conversation. */
export const issueRoutes: readonly Route[] = [
  { method: "GET", path: ISSUE, handle: (call) => ({ status: 200, body: renderIssue(call.world, issueOf(call)) }) },
  { method: "GET", path: `${ISSUE}/comments`, handle: list },
  {
    method: "POST",
    path: `${ISSUE}/comments`,
    role: "read",
    handle: (call) =>
      answer(call, 201, commentOn(call, doerOf(call), issueOf(call), bodyOf<{ body: string }>(call).body)),
  },
  { method: "GET", path: COMMENT, handle: (call) => answer(call, 200, commentOf(call)) },
  { method: "PATCH", path: COMMENT, role: "read", handle: update },
  { method: "DELETE", path: COMMENT, role: "read", handle: remove },
];

export function issueOf(call: Call): Pull {
  return pullByNumber(call.world, repositoryOf(call), numberOf(call, "issue_number"));
}

const answer = (call: Call, status: number, comment: IssueComment): Answer => ({
  status,
  body: renderIssueComment(call.world, comment),
});

function commentOf(call: Call): IssueComment {
  return issueCommentById(call.world, repositoryOf(call), numberOf(call, "comment_id"));
}

function list(call: Call): Answer {
  const since = call.query.get("since");
  const comments = issueCommentsOf(call.world, issueOf(call)).filter(
    (comment) => !since || Date.parse(comment.updatedAt) >= Date.parse(since),
  );
  return paged(call, comments, (comment) => renderIssueComment(call.world, comment));
}

function update(call: Call): Answer {
  const comment = commentOf(call);
  refuseUnlessMineOrWriter(call, repositoryOf(call), comment.authorId);
  editComment(call, doerOf(call), comment, bodyOf<{ body: string }>(call).body);
  return answer(call, 200, comment);
}

function remove(call: Call): Answer {
  const comment = commentOf(call);
  refuseUnlessMineOrWriter(call, repositoryOf(call), comment.authorId);
  deleteComment(call, doerOf(call), comment);
  return { status: 204 };
}
