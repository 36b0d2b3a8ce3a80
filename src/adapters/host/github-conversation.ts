import type { ConversationPort } from "../../core/pull-request.ts";
import { readCommentEdits } from "./github-comment-edits.ts";
import { postReview } from "./github-review.ts";
import { commentOf, type GitHubSession } from "./github-session.ts";
import { resolveThread } from "./github-threads.ts";
import { made } from "./github-writes.ts";
import {
  listLineComments,
  readConversation,
  readIssueComment,
  readLineComment,
  readOwnComments,
} from "./read-conversation.ts";
import { isSameBody } from "./same-body.ts";

/** The conversation of one pull request. */
export function openConversation(session: GitHubSession, number: number): ConversationPort {
  const { octokit, owner, repo, writes } = session;
  const { issues, pulls, reactions } = octokit.rest;
  const at = { owner, repo };

  return {
    read: () => readConversation(session, number),

    readComment: (where, id) =>
      where === "diff" ? readLineComment(session, number, id) : readIssueComment(session, number, id),

    readEdits: (id) => readCommentEdits(session, number, id),

    postReview: (review) => postReview(session, number, review),

    postComment: (body) =>
      writes.orForbidden({
        effect: "comment",
        send: async () => {
          const { data } = await issues.createComment({ ...at, issue_number: number, body });
          return commentOf(session, data, data.created_at);
        },
        readBack: async () =>
          (await readOwnComments(session, number)).findLast((comment) => isSameBody(comment.body, body)),
      }),

    editComment: (id, body) =>
      made(
        writes.orForbidden({
          effect: "comment-edit",
          send: () => issues.updateComment({ ...at, comment_id: id, body }),
        }),
      ),

    amendComment: (id, change) =>
      made(
        writes.orForbidden<unknown>({
          effect: "comment-edit",
          send: async () => {
            const comment = await readIssueComment(session, number, id);
            const body = comment?.byUs ? change(comment.body) : undefined;
            if (body !== undefined) await issues.updateComment({ ...at, comment_id: id, body });
          },
        }),
      ),

    editLineComment: (id, body) =>
      made(
        writes.orForbidden({
          effect: "line-comment-edit",
          send: () => pulls.updateReviewComment({ ...at, comment_id: id, body }),
        }),
      ),

    reply: (firstComment, body) =>
      made(
        writes.orForbidden({
          effect: "reply",
          send: async () => {
            await pulls.createReplyForReviewComment({ ...at, pull_number: number, comment_id: firstComment, body });
            return true;
          },
          readBack: async () => {
            const rows = await listLineComments(session, number);
            const replies = rows.filter((row) => row.in_reply_to_id === firstComment);
            const ours = replies.map((row) => commentOf(session, row, row.created_at)).filter(({ byUs }) => byUs);
            return ours.some((comment) => isSameBody(comment.body, body)) ? true : undefined;
          },
        }),
      ),

    resolve: (thread) => resolveThread(session, thread),

    react: (where, id, content) =>
      made(
        writes.orForbidden<unknown>({
          effect: "reaction",
          // GitHub keeps one reaction of a kind and account.
          send: () =>
            where === "diff"
              ? reactions.createForPullRequestReviewComment({ ...at, comment_id: id, content })
              : reactions.createForIssueComment({ ...at, comment_id: id, content }),
        }),
      ),
  };
}
