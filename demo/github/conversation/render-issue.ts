import { pullPage } from "../pulls/render-pull.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { simpleUser } from "../render/account.ts";
import { associationOf } from "../render/association.ts";
import { renderLabel } from "../render/label.ts";
import { apiUrl } from "../render/urls.ts";
import { accountById } from "../world/find.ts";
import type { World } from "../world.ts";
import { issueCommentsOf } from "./issue-comment.ts";
import { reactionRollup } from "./reaction.ts";

/** A pull request seen as the issue that it also is. */
export function renderIssue(world: World, pull: Pull): Record<string, unknown> {
  const repository = repositoryOfPull(world, pull);
  const author = accountById(world, pull.authorId);
  const api = apiUrl(world, repository);
  const url = `${api}/issues/${pull.number}`;
  const page = pullPage(world, pull);
  return {
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: pull.id,
    node_id: pull.nodeId,
    number: pull.number,
    title: pull.title,
    user: simpleUser(world, author),
    labels: repository.labels
      .filter((label) => pull.labelIds.has(label.id))
      .map((label) => renderLabel(world, repository, label)),
    state: pull.state,
    locked: pull.locked,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: issueCommentsOf(world, pull).length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    author_association: associationOf(world, repository, author),
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${api}/pulls/${pull.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull.merged?.at ?? null,
    },
    body: pull.body,
    reactions: reactionRollup(world, pull.id, url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: null,
  };
}
