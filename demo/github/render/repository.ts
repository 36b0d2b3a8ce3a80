import { accountById, fullName } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";

/** Addresses under a repository's API address, by the field that holds them. */
const API_ADDRESSES: Readonly<Record<string, string>> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** What every form of a repository holds (`minimal-repository`). */
export function minimalRepository(world: World, repository: Repository): Record<string, unknown> {
  const name = fullName(world, repository);
  const api = `${world.url}/api/v3/repos/${name}`;
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: name,
    private: repository.private,
    owner: simpleUser(world, accountById(world, repository.ownerId)),
    html_url: `${world.url}/${name}`,
    description: repository.description,
    fork: repository.parentId !== undefined,
    url: api,
    ...Object.fromEntries(Object.entries(API_ADDRESSES).map(([field, path]) => [field, api + path])),
  };
}

/** A repository as it stands in pull requests, tokens and webhooks (`repository`, `repository-webhooks`). */
export function repositoryObject(world: World, repository: Repository): Record<string, unknown> {
  const name = fullName(world, repository);
  const page = `${world.url}/${name}`;
  const forks = [...world.repositories.values()].filter(({ parentId }) => parentId === repository.id).length;
  const openIssues = [...world.pulls.values()].filter(
    (pull) => pull.repositoryId === repository.id && pull.state === "open",
  ).length;
  return {
    ...minimalRepository(world, repository),
    git_url: page.replace(/^https?:/, "git:") + ".git",
    ssh_url: `git@${new URL(world.url).hostname}:${name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    forks_count: forks,
    forks,
    open_issues_count: openIssues,
    open_issues: openIssues,
    default_branch: repository.defaultBranch,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? "private" : "public",
    allow_forking: true,
    web_commit_signoff_required: false,
    pushed_at: repository.pushedAt,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
  };
}

/** The answer of `GET /repos/{owner}/{repo}` (`full-repository`). */
export function fullRepository(world: World, repository: Repository): Record<string, unknown> {
  const owner = accountById(world, repository.ownerId);
  const parent = repository.parentId === undefined ? undefined : world.repositories.get(repository.parentId);
  return {
    ...repositoryObject(world, repository),
    network_count: 0,
    subscribers_count: 0,
    ...(owner.kind === "Organization" && { organization: simpleUser(world, owner) }),
    ...(parent && { parent: repositoryObject(world, parent), source: repositoryObject(world, parent) }),
  };
}
