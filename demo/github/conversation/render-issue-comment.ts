import { notFound } from "../frame/refusal.ts";
import { pullPage } from "../pulls/render-pull.ts";
import { repositoryOfPull } from "../pulls/pull.ts";
import { simpleUser } from "../render/account.ts";
import { renderApp } from "../render/app.ts";
import { associationOf } from "../render/association.ts";
import { apiUrl } from "../render/urls.ts";
import { accountById } from "../world/find.ts";
import type { World } from "../world.ts";
import type { IssueComment } from "./issue-comment.ts";
import { reactionRollup } from "./reaction.ts";

/** Whoever edited it, its author stays the one who wrote it first. */
export function renderIssueComment(world: World, comment: IssueComment): Record<string, unknown> {
  const pull = world.pulls.get(comment.pullId);
  if (!pull) throw notFound();
  const repository = repositoryOfPull(world, pull);
  const author = accountById(world, comment.authorId);
  const app = comment.appId === undefined ? undefined : world.apps.get(comment.appId);
  const api = apiUrl(world, repository);
  const url = `${api}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${pullPage(world, pull)}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${pull.number}`,
    id: comment.id,
    node_id: comment.nodeId,
    user: simpleUser(world, author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(world, repository, author),
    body: comment.body,
    reactions: reactionRollup(world, comment.id, url),
    performed_via_github_app: app ? renderApp(world, app) : null,
  };
}
