import { repositoryOf } from "../frame/call.ts";
import { pageOf } from "../frame/paged.ts";
import { notFound } from "../frame/refusal.ts";
import { aheadBehind, commitsBetween, readCommit, type Commit } from "../git/commits.ts";
import { resolveCommit } from "../git/refs.ts";
import { rememberedDiff, rememberedMergeBase } from "../git/remembered-diff.ts";
import { fileRows } from "../pulls/file-rows.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import type { Answer, Call, Route } from "../route.ts";
import { accountById, accountByLogin } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import { renderCommit } from "./render-commit.ts";
import { renderFileRow } from "./render-file-row.ts";

/** @see https://docs.github.com/rest/commits/commits#compare-two-commits */
const MAX_FILES = 300;

export const compareRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/compare/{basehead}", handle: compare },
];

async function compare(call: Call): Promise<Answer> {
  const { world } = call;
  const repository = repositoryOf(call);
  const { git } = repository;
  const [baseName = "", headName = ""] = (call.params["basehead"] ?? "").split("...");
  const [base, head] = await Promise.all([commitNamed(call, baseName), commitNamed(call, headName)]);
  const start = await rememberedMergeBase(git, base.sha, head.sha);
  const mergeBase = start === undefined ? undefined : await readCommit(git, start);
  if (!mergeBase) throw notFound();
  const [{ ahead, behind }, shas, files] = await Promise.all([
    aheadBehind(git, base.sha, head.sha),
    commitsBetween(git, base.sha, head.sha),
    rememberedDiff(git, mergeBase.sha, head.sha),
  ]);
  const { page, perPage } = pageOf(call.query);
  const commits = await Promise.all(
    shas.slice((page - 1) * perPage, page * perPage).map((sha) => readCommit(git, sha)),
  );
  const html = `${pageUrl(world, repository)}/compare/${baseName}...${headName}`;
  const owner = accountById(world, repository.ownerId).login;
  return {
    status: 200,
    body: {
      url: `${apiUrl(world, repository)}/compare/${baseName}...${headName}`,
      html_url: html,
      permalink_url: `${pageUrl(world, repository)}/compare/${owner}:${base.sha.slice(0, 7)}...${owner}:${head.sha.slice(0, 7)}`,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      base_commit: renderCommit(world, repository, base),
      merge_base_commit: renderCommit(world, repository, mergeBase),
      status: statusOf(ahead, behind),
      ahead_by: ahead,
      behind_by: behind,
      total_commits: shas.length,
      commits: commits.flatMap((commit) => (commit ? [renderCommit(world, repository, commit)] : [])),
      // Files come with the first page alone.
      files:
        page > 1
          ? []
          : fileRows(files.slice(0, MAX_FILES)).map((row) => renderFileRow(world, repository, row, head.sha)),
    },
  };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

/** `branch`, a SHA, or `owner:branch` of a fork. */
async function commitNamed(call: Call, name: string): Promise<Commit> {
  const [owner, branch] = name.includes(":") ? name.split(":", 2) : [undefined, name];
  const repository = owner === undefined ? repositoryOf(call) : ofOwner(call, owner);
  const sha = await resolveCommit(repository.git, branch ?? "");
  const commit = sha === undefined ? undefined : await readCommit(repository.git, sha);
  if (!commit) throw notFound();
  return commit;
}

function ofOwner(call: Call, login: string): Repository {
  const here = repositoryOf(call);
  const owner = accountByLogin(call.world, login);
  const family = [...call.world.repositories.values()].filter((one) => one.id === here.id || one.parentId === here.id);
  const found = family.find((one) => one.ownerId === owner?.id);
  if (!found) throw notFound();
  return found;
}
