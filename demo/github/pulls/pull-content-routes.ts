import { renderCommit } from "../code/render-commit.ts";
import { renderFileRow } from "../code/render-file-row.ts";
import { repositoryOf } from "../frame/call.ts";
import { paged, pageOf } from "../frame/paged.ts";
import { commitsBetween, readCommit } from "../git/commits.ts";
import type { Answer, Call, Route } from "../route.ts";
import { fileRows, MAX_ROWS } from "./file-rows.ts";
import { pullDiff, startOf } from "./pull-diff.ts";
import { pullOf } from "./pull-routes.ts";

const PULL = "/repos/{owner}/{repo}/pulls/{pull_number}";
/** @see https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request */
const MAX_COMMITS = 250;

/** What a pull request holds: its files and its commits. */
export const pullContentRoutes: readonly Route[] = [
  { method: "GET", path: `${PULL}/files`, handle: listFiles },
  { method: "GET", path: `${PULL}/commits`, handle: listCommits },
];

async function listFiles(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const files = (await pullDiff(call.world, pull)).slice(0, MAX_ROWS);
  const { page, perPage } = pageOf(call.query);
  // The lines of one response are limited, so rows are made for this page alone.
  const rows = new Map(fileRows(files.slice((page - 1) * perPage, page * perPage)).map((row) => [row.file, row]));
  return paged(call, files, (file) => {
    const row = rows.get(file);
    return row && renderFileRow(call.world, repositoryOf(call), row, pull.head.sha);
  });
}

async function listCommits(call: Call): Promise<Answer> {
  const { world } = call;
  const pull = pullOf(call);
  const repository = repositoryOf(call);
  const start = await startOf(world, pull);
  const shas = start === undefined ? [] : await commitsBetween(repository.git, start, pull.head.sha);
  const commits = await Promise.all(shas.slice(0, MAX_COMMITS).map((sha) => readCommit(repository.git, sha)));
  return paged(
    call,
    commits.filter((commit) => commit !== undefined),
    (commit) => renderCommit(world, repository, commit),
  );
}
