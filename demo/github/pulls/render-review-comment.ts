import { reactionRollup } from "../conversation/reaction.ts";
import { notFound } from "../frame/refusal.ts";
import { simpleUser } from "../render/account.ts";
import { associationOf } from "../render/association.ts";
import { apiUrl } from "../render/urls.ts";
import { accountById } from "../world/find.ts";
import type { World } from "../world.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { pullPage } from "./render-pull.ts";
import type { ReviewComment } from "./review-comment.ts";
import { threadOf } from "./thread.ts";

/** An outdated comment has neither line nor position, whatever the published description says. */
export function renderReviewComment(world: World, comment: ReviewComment): Record<string, unknown> {
  const thread = threadOf(world, comment);
  const pull = pullOf(world, comment);
  const repository = repositoryOfPull(world, pull);
  const author = accountById(world, comment.authorId);
  const url = `${apiUrl(world, repository)}/pulls/comments/${comment.id}`;
  const html_url = `${pullPage(world, pull)}#discussion_r${comment.id}`;
  const pull_request_url = `${apiUrl(world, repository)}/pulls/${pull.number}`;
  const { original, place } = thread;
  return {
    url,
    pull_request_review_id: comment.reviewId,
    id: comment.id,
    node_id: comment.nodeId,
    diff_hunk: thread.diffHunk,
    path: original.path,
    commit_id: thread.commit,
    original_commit_id: thread.originalCommit,
    user: simpleUser(world, author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url,
    pull_request_url,
    author_association: associationOf(world, repository, author),
    _links: { self: { href: url }, html: { href: html_url }, pull_request: { href: pull_request_url } },
    reactions: reactionRollup(world, comment.id, url),
    start_line: place?.anchor.startLine ?? null,
    original_start_line: original.startLine ?? null,
    start_side: original.startLine === undefined ? null : (original.startSide ?? original.side),
    line: place?.anchor.line ?? null,
    original_line: original.line,
    side: original.side,
    position: place?.position ?? null,
    original_position: thread.originalPosition,
    subject_type: "line",
    ...(comment.inReplyToId !== undefined && { in_reply_to_id: comment.inReplyToId }),
  };
}

function pullOf(world: World, comment: ReviewComment): Pull {
  const pull = world.pulls.get(comment.pullId);
  if (!pull) throw notFound();
  return pull;
}
