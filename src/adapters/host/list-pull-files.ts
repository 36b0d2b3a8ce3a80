import type { Octokit } from "@octokit/rest";
import type { GitHubRepository } from "./github-repository.ts";
import { explainGitHub } from "./github-error.ts";

/** One row of a pull request's files, as far as it is read. */
export type PullFile = {
  path: string;
  status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed" | "unchanged";
  previousPath?: string;
  /** Absent for binary and large files. */
  patch?: string;
};

type Row = Awaited<ReturnType<Octokit["rest"]["pulls"]["listFiles"]>>["data"][number];

const PAGE = 100;
const SMALL_PAGE = 10;
/** GitHub leaves out the patches of all rows that follow once an answer has about 20,000 lines; said to be so, not promised. */
const MANY_LINES = 10_000;

/**
 * Every page of a pull request's files: GitHub lists 3,000 at most. Where an answer was so long that rows came without their patches, these
 * are asked for again in smaller pages.
 */
export async function listPullFiles(repository: GitHubRepository, number: number): Promise<PullFile[]> {
  const { octokit, owner, repo } = repository;
  const where = { owner, repo, pull_number: number };
  const rows: Row[] = [];
  try {
    for await (const { data } of octokit.paginate.iterator(octokit.rest.pulls.listFiles, {
      ...where,
      per_page: PAGE,
    })) {
      const lines = data.reduce((sum, row) => sum + row.changes, 0);
      rows.push(...(lines >= MANY_LINES && data.some(lacksPatch) ? await again(data, rows.length) : data));
    }
  } catch (error) {
    throw explainGitHub(error, repository.what);
  }
  return rows.map((row) => ({
    path: row.filename,
    status: row.status,
    ...(row.previous_filename !== undefined && { previousPath: row.previous_filename }),
    ...(row.patch !== undefined && { patch: row.patch }),
  }));

  async function again(page: readonly Row[], before: number): Promise<Row[]> {
    const better: Row[] = [];
    for (let at = 0; at < page.length; at += SMALL_PAGE) {
      const part = page.slice(at, at + SMALL_PAGE);
      if (!part.some(lacksPatch)) {
        better.push(...part);
        continue;
      }
      const small = { ...where, per_page: SMALL_PAGE, page: (before + at) / SMALL_PAGE + 1 };
      const { data } = await octokit.rest.pulls.listFiles(small);
      // A push in between gives other rows: the caller notices that the head is another.
      const found = new Map(data.map((row) => [row.filename, row]));
      better.push(...part.map((row) => found.get(row.filename) ?? row));
    }
    return better;
  }
}

/** Also so for binary files, pure renames and empty files. */
function lacksPatch(row: Row): boolean {
  return row.patch === undefined && row.changes === 0;
}
