import type { Change } from "../../core/change.ts";
import { UserError } from "../../core/errors.ts";
import { openBlobReader } from "./github-blobs.ts";
import { readPullFiles } from "./github-files.ts";
import { asked } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";
import { openGitHubTree } from "./github-tree.ts";
import type { PullFile } from "./list-pull-files.ts";

/** GitHub compares 300 files at most. @see https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const MOST_COMPARED = 300;

/** A change set between two commits of the repository, from their merge base. */
export async function openGitHubRange(session: GitHubSession, baseSha: string, headSha: string): Promise<Change> {
  const { octokit, owner, repo } = session;
  const title = `${owner}/${repo} ${headSha.slice(0, 7)}`;
  const where = { owner, repo, basehead: `${baseSha}...${headSha}`, per_page: 1 };
  const compared = await asked(session, octokit.rest.repos.compareCommitsWithBasehead(where));
  const mergeBase = compared.merge_base_commit.sha;
  const rows = (compared.files ?? []).map((row): PullFile => ({
    path: row.filename,
    status: row.status,
    ...(row.previous_filename !== undefined && { previousPath: row.previous_filename }),
    ...(row.patch !== undefined && { patch: row.patch }),
  }));
  const trees = { head: openGitHubTree(session, headSha), base: openGitHubTree(session, mergeBase) };
  const read = await readPullFiles(session, rows, trees, MOST_COMPARED);
  const unread = [...read.unread];
  if (rows.length >= MOST_COMPARED)
    unread.push({
      path: "(more files)",
      reason: `GitHub lists ${MOST_COMPARED} files of a comparison at most`,
      failed: true,
    });
  if (read.files.length + unread.length + read.removed.length === 0) throw new UserError(`${title} changes no line`);
  return {
    set: { title, baseSha: mergeBase, headSha, files: read.files, unread, removed: read.removed },
    files: {
      read: openBlobReader(session, trees.head),
      readBase: openBlobReader(session, trees.base),
      mentioning: async () => [],
    },
  };
}
