import type { Comment, Conversation, Thread } from "../../core/pull-request.ts";
import { asked, askedOrNone } from "./github-repository.ts";
import { commentOf, type GitHubSession } from "./github-session.ts";
import { readThreads } from "./github-threads.ts";

/** All pages of it. Only what our own bot wrote counts as ours; what others answered comes with its thread. */
export async function readConversation(session: GitHubSession, number: number): Promise<Conversation> {
  const { octokit, owner, repo } = session;
  const [reviews, lineComments, states, comments] = await Promise.all([
    asked(
      session,
      listed(octokit.paginate(octokit.rest.pulls.listReviews, { owner, repo, pull_number: number, per_page: 100 })),
    ),
    listLineComments(session, number),
    readThreads(session, number),
    readOwnComments(session, number),
  ]);
  const replies = Map.groupBy(lineComments, (row) => row.in_reply_to_id ?? 0);
  const threads = (replies.get(0) ?? []).flatMap((row): Thread[] => {
    const first = commentOf(session, row, row.created_at);
    if (!first.byUs) return [];
    const state = states.get(first.id);
    // The published schema calls it a number; an outdated comment has none.
    const line: number | null | undefined = row.line;
    return [
      {
        ...(state && { id: state.id }),
        resolved: state?.resolved ?? false,
        outdated: state?.outdated ?? typeof line !== "number",
        disliked: (row.reactions?.["-1"] ?? 0) > 0,
        first: {
          ...first,
          path: row.path,
          ...(typeof line === "number" && { line }),
          commitSha: row.original_commit_id,
        },
        replies: (replies.get(first.id) ?? []).map((reply) => commentOf(session, reply, reply.created_at)),
      },
    ];
  });
  return {
    reviews: reviews.flatMap((row) => {
      const review = commentOf(session, row, row.submitted_at);
      return review.byUs ? [{ ...review, commitSha: row.commit_id ?? "" }] : [];
    }),
    threads,
    comments,
  };
}

export async function readOwnComments(session: GitHubSession, number: number): Promise<Comment[]> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, issue_number: number, per_page: 100 };
  const rows = await asked(session, listed(octokit.paginate(octokit.rest.issues.listComments, where)));
  return rows
    .map((row) => commentOf(session, { ...row, user: row.user ?? null }, row.created_at))
    .filter(({ byUs }) => byUs);
}

export async function listLineComments(session: GitHubSession, number: number) {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, pull_number: number, per_page: 100 };
  return asked(session, listed(octokit.paginate(octokit.rest.pulls.listReviewComments, where)));
}

async function listed<Rows>(rows: Promise<Rows>): Promise<{ data: Rows }> {
  return { data: await rows };
}

/** A comment is named by an event, which may be forged: one of another pull request is none. */
export async function readIssueComment(session: GitHubSession, number: number, id: number) {
  const { octokit, owner, repo } = session;
  const row = await askedOrNone(session, octokit.rest.issues.getComment({ owner, repo, comment_id: id }));
  if (!row || !row.issue_url.endsWith(`/issues/${number}`)) return undefined;
  return commentOf(session, { ...row, user: row.user ?? null }, row.created_at);
}

export async function readLineComment(session: GitHubSession, number: number, id: number) {
  const { octokit, owner, repo } = session;
  const row = await askedOrNone(session, octokit.rest.pulls.getReviewComment({ owner, repo, comment_id: id }));
  if (!row || !row.pull_request_url.endsWith(`/pulls/${number}`)) return undefined;
  const inReplyTo = row.in_reply_to_id;
  return {
    ...commentOf(session, row, row.created_at),
    ...(inReplyTo !== undefined && { inReplyTo: inReplyTo }),
  };
}
