import { notFound } from "../frame/refusal.ts";
import { readCommit } from "../git/commits.ts";
import { pullsOf, repositoryById, type Pull } from "../pulls/pull.ts";
import { renderApp } from "../render/app.ts";
import { simpleCommit } from "../code/render-commit.ts";
import { minimalRepository } from "../render/repository.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import type { App } from "../world/app.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { runsOfSuite, type CheckRun } from "./check-run.ts";
import { stateOfSuite, type CheckSuite } from "./check-suite.ts";

type Rendered = Record<string, unknown>;

export function renderRun(world: World, run: CheckRun): Rendered {
  const repository = repositoryById(world, run.repositoryId);
  const url = `${apiUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    head_sha: run.headSha,
    node_id: run.nodeId,
    external_id: run.externalId,
    url,
    html_url: `${pageUrl(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    name: run.name,
    check_suite: { id: run.suiteId },
    app: renderApp(world, appById(world, run.appId)),
    pull_requests: pullsAt(world, repository, run.headSha),
  };
}

/** In webhooks a run brings more of its suite. */
export function runOfWebhook(world: World, run: CheckRun): Rendered {
  const suite = world.checkSuites.get(run.suiteId);
  if (!suite) throw notFound();
  return { ...renderRun(world, run), check_suite: simpleSuite(world, suite) };
}

export async function renderSuite(world: World, suite: CheckSuite): Promise<Rendered> {
  const repository = repositoryById(world, suite.repositoryId);
  const commit = await readCommit(repository.git, suite.headSha);
  return {
    ...suiteFields(world, suite),
    repository: minimalRepository(world, repository),
    head_commit: commit && simpleCommit(commit),
    rerequestable: true,
    runs_rerequestable: true,
  };
}

export async function suiteOfWebhook(world: World, suite: CheckSuite, action: string): Promise<Rendered> {
  const repository = repositoryById(world, suite.repositoryId);
  const commit = await readCommit(repository.git, suite.headSha);
  const fields = suiteFields(world, suite);
  return {
    ...fields,
    ...(action === "rerequested" && { conclusion: null }),
    head_commit: commit && simpleCommit(commit),
    rerequestable: true,
    runs_rerequestable: true,
  };
}

function simpleSuite(world: World, suite: CheckSuite): Rendered {
  const repository = repositoryById(world, suite.repositoryId);
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...stateOfSuite(world, suite),
    url: `${apiUrl(world, repository)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsAt(world, repository, suite.headSha),
    app: renderApp(world, appById(world, suite.appId)),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
  };
}

function suiteFields(world: World, suite: CheckSuite): Rendered {
  const fields = simpleSuite(world, suite);
  return {
    ...fields,
    latest_check_runs_count: runsOfSuite(world, suite).length,
    check_runs_url: `${String(fields["url"])}/check-runs`,
  };
}

/** Open pull requests whose head it is; forks' are left out, as on GitHub. */
function pullsAt(world: World, repository: Repository, sha: string): Rendered[] {
  return pullsOf(world, repository)
    .filter((pull) => pull.state === "open" && pull.head.sha === sha && pull.head.repositoryId === repository.id)
    .map((pull) => minimalPull(world, repository, pull));
}

function minimalPull(world: World, repository: Repository, pull: Pull): Rendered {
  const repo = { id: repository.id, url: apiUrl(world, repository), name: repository.name };
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiUrl(world, repository)}/pulls/${pull.number}`,
    head: { ref: pull.head.branch, sha: pull.head.sha, repo },
    base: { ref: pull.base.branch, sha: pull.base.sha, repo },
  };
}

function appById(world: World, id: number): App {
  const app = world.apps.get(id);
  if (!app) throw notFound();
  return app;
}
