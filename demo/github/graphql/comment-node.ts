import type { IssueComment } from "../conversation/issue-comment.ts";
import { renderIssueComment } from "../conversation/render-issue-comment.ts";
import { renderReviewComment } from "../pulls/render-review-comment.ts";
import type { ReviewComment } from "../pulls/review-comment.ts";
import { threadOf } from "../pulls/thread.ts";
import { accountById } from "../world/find.ts";
import { actorNode } from "./actor-node.ts";
import type { GraphqlCall } from "./resolver.ts";

/** A comment of either kind, with who edited it last: its author stays the one who wrote it first. */
export function commentNode(call: GraphqlCall, comment: IssueComment | ReviewComment): Record<string, unknown> {
  const { world, actor } = call;
  const isReview = "threadId" in comment;
  const rendered = isReview ? renderReviewComment(world, comment) : renderIssueComment(world, comment);
  const edit = comment.edits.at(-1);
  const viewer = actor.kind === "user" || actor.kind === "installation" ? actor.account.id : undefined;
  return {
    __typename: isReview ? "PullRequestReviewComment" : "IssueComment",
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    url: rendered["html_url"],
    author: actorNode(world, accountById(world, comment.authorId)),
    authorAssociation: rendered["author_association"],
    editor: edit && world.accounts.has(edit.editorId) ? actorNode(world, accountById(world, edit.editorId)) : null,
    lastEditedAt: edit?.at ?? null,
    includesCreatedEdit: edit !== undefined,
    isMinimized: comment.minimizedReason !== undefined,
    minimizedReason: comment.minimizedReason ?? null,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    publishedAt: comment.createdAt,
    createdViaEmail: false,
    viewerDidAuthor: viewer === comment.authorId,
    ...(isReview && reviewFields(call, comment)),
  };
}

function reviewFields({ world }: GraphqlCall, comment: ReviewComment): Record<string, unknown> {
  const { original, originalPosition, diffHunk, place } = threadOf(world, comment);
  const first = comment.inReplyToId === undefined ? undefined : world.reviewComments.get(comment.inReplyToId);
  return {
    path: original.path,
    diffHunk,
    line: place?.anchor.line ?? null,
    startLine: place?.anchor.startLine ?? null,
    originalLine: original.line,
    originalStartLine: original.startLine ?? null,
    position: place?.position ?? null,
    originalPosition,
    outdated: place === undefined,
    state: "SUBMITTED",
    subjectType: "LINE",
    replyTo: first ? { __typename: "PullRequestReviewComment", id: first.nodeId, databaseId: first.id } : null,
  };
}
