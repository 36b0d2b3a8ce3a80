import type { Account, CommentEdits, Degraded } from "../../core/pull-request.ts";
import { askedOrNone } from "./github-repository.ts";
import { commentOf, type GitHubSession } from "./github-session.ts";
import { graphqlErrors, statusOf } from "./github-status.ts";

type Actor = { __typename: string; login: string; databaseId?: number | null } | null;

type Answer = {
  node: {
    body: string;
    editor: Actor;
    userContentEdits: { nodes: { id: string; editedAt: string; editor: Actor }[] } | null;
  } | null;
};

/** More edits than this since our own last one are no single click. */
const MOST_EDITS = 20;

/** GitHub gives the newest edit first; when it was posted counts as the oldest. The body is of the same moment as the edits. */
const EDITS = `query($id: ID!, $first: Int!) {
  node(id: $id) {
    ... on IssueComment {
      body
      editor { ...who }
      userContentEdits(first: $first) { nodes { id editedAt editor { ...who } } }
    }
  }
}
fragment who on Actor { __typename login ... on User { databaseId } }`;

/**
 * One of the conversation's comments with who edited it, newest first, as GitHub has them recorded: only it writes there. A comment that is
 * named by an event may be of another pull request: then it is none.
 */
export async function readCommentEdits(
  session: GitHubSession,
  number: number,
  id: number,
): Promise<CommentEdits | Degraded | undefined> {
  const { octokit, owner, repo } = session;
  const row = await askedOrNone(session, octokit.rest.issues.getComment({ owner, repo, comment_id: id }));
  if (!row || !row.issue_url.endsWith(`/issues/${number}`)) return undefined;
  const comment = commentOf(session, { ...row, user: row.user ?? null }, row.created_at);
  const node = await nodeOf(session, row.node_id);
  if (node === "forbidden" || node === undefined) return node;
  const rows = node.userContentEdits?.nodes ?? [];
  // Of two ways to say who was last, both must say the same.
  if (rows[0] && !isSame(rows[0].editor, node.editor)) return "forbidden";
  const edits = rows.map(({ id: edit, editedAt, editor }) => {
    const by = accountOf(editor);
    return {
      id: edit,
      atMs: Date.parse(editedAt),
      ...(by && { by }),
      byUs: by?.bot === true && by.login === session.botLogin,
    };
  });
  return { comment: { ...comment, body: node.body }, edits, whole: rows.length < MOST_EDITS };
}

async function nodeOf(session: GitHubSession, id: string): Promise<NonNullable<Answer["node"]> | Degraded | undefined> {
  try {
    return (await session.octokit.graphql<Answer>(EDITS, { id, first: MOST_EDITS })).node ?? undefined;
  } catch (error) {
    const types = new Set(graphqlErrors(error).map(({ type }) => type));
    if (types.has("NOT_FOUND")) return undefined;
    if (statusOf(error) === 403 || types.has("FORBIDDEN")) return "forbidden";
    throw error;
  }
}

/** In GraphQL the login of an App's account has no `[bot]` at its end. What is neither a person nor an App did nothing that counts. */
function accountOf(actor: Actor): Account | undefined {
  if (actor?.__typename === "Bot") return { id: 0, login: `${actor.login}[bot]`, bot: true };
  if (actor?.__typename !== "User" || typeof actor.databaseId !== "number") return undefined;
  return { id: actor.databaseId, login: actor.login, bot: false };
}

function isSame(one: Actor, other: Actor): boolean {
  return one?.__typename === other?.__typename && one?.login === other?.login;
}
