import { commitsBetween } from "../git/commits.ts";
import { simpleUser } from "../render/account.ts";
import { associationOf } from "../render/association.ts";
import { renderLabel } from "../render/label.ts";
import { repositoryObject } from "../render/repository.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import { accountById, accountByLogin } from "../world/find.ts";
import type { World } from "../world.ts";
import { mergeableState } from "./mergeable-state.ts";
import { pullDiff, startOf } from "./pull-diff.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { reviewCommentsOf } from "./review-comment.ts";
import { tryMerge } from "./try-merge.ts";

type Rendered = Record<string, unknown>;

/** As lists and review events show it. */
export function simplePull(world: World, pull: Pull): Rendered {
  const repository = repositoryOfPull(world, pull);
  const author = accountById(world, pull.authorId);
  return {
    ...linksOf(world, pull),
    id: pull.id,
    node_id: pull.nodeId,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    title: pull.title,
    user: simpleUser(world, author),
    body: pull.body,
    labels: repository.labels
      .filter((label) => pull.labelIds.has(label.id))
      .map((label) => renderLabel(world, repository, label)),
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.sha ?? pull.trialMerge?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: sideOf(world, pull.head.repositoryId, pull.head),
    base: sideOf(world, repository.id, {
      ...pull.base,
      label: `${accountById(world, repository.ownerId).login}:${pull.base.branch}`,
    }),
    author_association: associationOf(world, repository, author),
    auto_merge: null,
    draft: pull.draft,
  };
}

/** As its own page shows it, with counts and whether it can be merged. */
export async function fullPull(world: World, pull: Pull): Promise<Rendered> {
  const repository = repositoryOfPull(world, pull);
  const trial = pull.state === "open" ? await tryMerge(world, pull) : undefined;
  const start = await startOf(world, pull);
  const [files, commits] = await Promise.all([
    pullDiff(world, pull),
    start === undefined ? [] : commitsBetween(repository.git, start, pull.head.sha),
  ]);
  const mergeable = trial ? trial.sha !== undefined : null;
  const merger = pull.merged && accountById(world, pull.merged.byId);
  return {
    ...simplePull(world, pull),
    merged: pull.merged !== undefined,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(world, pull),
    merged_by: merger ? simpleUser(world, merger) : null,
    comments: [...world.issueComments.values()].filter((comment) => comment.pullId === pull.id).length,
    review_comments: reviewCommentsOf(world, pull).length,
    maintainer_can_modify: pull.maintainerCanModify && pull.head.repositoryId !== pull.repositoryId,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

function sideOf(world: World, repositoryId: number, side: { label: string; branch: string; sha: string }): Rendered {
  const repository = world.repositories.get(repositoryId);
  const owner = accountByLogin(world, side.label.split(":")[0] ?? "");
  return {
    label: side.label,
    ref: side.branch,
    sha: side.sha,
    user: owner ? simpleUser(world, owner) : null,
    // A fork that was deleted leaves its pull requests behind.
    repo: repository ? repositoryObject(world, repository) : null,
  };
}

function linksOf(world: World, pull: Pull): Rendered {
  const api = apiUrl(world, repositoryOfPull(world, pull));
  const url = `${api}/pulls/${pull.number}`;
  const html_url = pullPage(world, pull);
  const issue_url = `${api}/issues/${pull.number}`;
  const urls = {
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${issue_url}/comments`,
    statuses_url: `${api}/statuses/${pull.head.sha}`,
  };
  const href = (target: string) => ({ href: target });
  return {
    url,
    html_url,
    diff_url: `${html_url}.diff`,
    patch_url: `${html_url}.patch`,
    issue_url,
    ...urls,
    _links: {
      self: href(url),
      html: href(html_url),
      issue: href(issue_url),
      comments: href(urls.comments_url),
      review_comments: href(urls.review_comments_url),
      review_comment: href(urls.review_comment_url),
      commits: href(urls.commits_url),
      statuses: href(urls.statuses_url),
    },
  };
}

export function pullPage(world: World, pull: Pull): string {
  return `${pageUrl(world, repositoryOfPull(world, pull))}/pull/${pull.number}`;
}
