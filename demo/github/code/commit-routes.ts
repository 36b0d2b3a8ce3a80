import { readerOf } from "../doer-of.ts";
import { repositoryOf } from "../frame/call.ts";
import { pageOf, paged } from "../frame/paged.ts";
import { Refusal } from "../frame/refusal.ts";
import { commitsBetween, history, readCommit, type Commit } from "../git/commits.ts";
import { rememberedDiff } from "../git/remembered-diff.ts";
import { resolveCommit } from "../git/refs.ts";
import { fileRows, MAX_ROWS } from "../pulls/file-rows.ts";
import { startOf } from "../pulls/pull-diff.ts";
import { pullsOf, type Pull } from "../pulls/pull.ts";
import { simplePull } from "../pulls/render-pull.ts";
import type { Answer, Call, Route } from "../route.ts";
import { renderCommit } from "./render-commit.ts";
import { renderFileRow } from "./render-file-row.ts";

const COMMITS = "/repos/{owner}/{repo}/commits";

export const commitRoutes: readonly Route[] = [
  { method: "GET", path: COMMITS, handle: listCommits },
  { method: "GET", path: `${COMMITS}/{ref}`, handle: getCommit },
  { method: "GET", path: `${COMMITS}/{commit_sha}/pulls`, handle: pullsOfCommit },
];

/** @throws Refusal 422 as GitHub does for a name without a commit */
async function commitAt(call: Call, name: string): Promise<Commit> {
  const { git } = repositoryOf(call);
  const sha = await resolveCommit(git, name);
  const commit = sha === undefined ? undefined : await readCommit(git, sha);
  if (!commit) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return commit;
}

async function listCommits(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { git } = repository;
  const from = await commitAt(call, call.query.get("sha") ?? repository.defaultBranch);
  const path = call.query.get("path");
  const shas = await history(git, from.sha, { count: 10_000, ...(path !== null && { path }) });
  const { page, perPage } = pageOf(call.query);
  const shown = shas.slice((page - 1) * perPage, page * perPage);
  const commits = new Map(await Promise.all(shown.map(async (sha) => [sha, await readCommit(git, sha)] as const)));
  return paged(call, shas, (sha) => {
    const commit = commits.get(sha);
    return commit && renderCommit(call.world, repository, commit);
  });
}

async function getCommit(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const commit = await commitAt(call, call.params["ref"] ?? "");
  if (/^application\/vnd\.github(\.v3)?\.sha\b/.test(call.headers.accept ?? ""))
    return {
      status: 200,
      body: commit.sha,
      headers: { "content-type": "application/vnd.github.v3.sha; charset=utf-8" },
    };
  const files = await rememberedDiff(repository.git, commit.parents[0], commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  // Files come by pages of 300 here, 3,000 at most.
  const page = Math.max(Number(call.query.get("page") ?? 1) || 1, 1);
  const perPage = Math.min(Number(call.query.get("per_page") ?? 300) || 300, 300);
  const rows = fileRows(files.slice(0, MAX_ROWS).slice((page - 1) * perPage, page * perPage));
  return {
    status: 200,
    body: {
      ...renderCommit(call.world, repository, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: rows.map((row) => renderFileRow(call.world, repository, row, commit.sha)),
    },
  };
}

/** Those that brought it in, or would. */
async function pullsOfCommit(call: Call): Promise<Answer> {
  const { world } = call;
  const repository = repositoryOf(call);
  const { sha } = await commitAt(call, call.params["commit_sha"] ?? "");
  const holds = async (pull: Pull) => {
    if (pull.merged?.sha === sha || pull.head.sha === sha) return true;
    const start = await startOf(world, pull);
    return start !== undefined && (await commitsBetween(repository.git, start, pull.head.sha)).includes(sha);
  };
  const pulls = pullsOf(world, repository);
  const held = await Promise.all(pulls.map(holds));
  const found = pulls.filter((_, index) => held[index]);
  return paged(call, readerOf(call) ? found : [], (pull) => simplePull(world, pull));
}
