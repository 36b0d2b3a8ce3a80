import type { Octokit } from "@octokit/rest";
import type { Change, Unread } from "../../core/change.ts";
import { EmptyChangeError } from "../../core/errors.ts";
import type { BlobCopy } from "./blob-copy.ts";
import { openBlobReader } from "./github-blobs.ts";
import { readPullFiles } from "./github-files.ts";
import { withPullProvenance } from "./github-provenance.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { openGitHubTree } from "./github-tree.ts";
import { readMergeBase, readPull, type PinnedPull } from "./read-pull.ts";

export { openOctokit } from "./octokit.ts";

export type PullRequestOptions = {
  octokit: Octokit;
  owner: string;
  repo: string;
  number: number;
  /** Most files whose contents are read: one or two calls each, of 5,000 an hour. */
  maxFiles?: number;
  /** The head that the caller speaks of; another one by now is for another review. */
  headSha?: string;
  /** Where git can be used beside the API: many files at once, and a search. */
  copy?: BlobCopy | undefined;
};

/**
 * A pull request, read through the API alone: pinned to its head commit and to its merge base, nothing cloned or checked out.
 *
 * @throws RetryLaterError when the head is not `headSha`.
 * @throws UserError in one line: wrong token, no rights, not found, rate limit, no answer …
 */
export async function openPullRequest({
  octokit,
  owner,
  repo,
  number,
  maxFiles = 1000,
  headSha,
  copy,
}: PullRequestOptions): Promise<Change> {
  const repository: GitHubRepository = { octokit, owner, repo, what: `${owner}/${repo}#${number}` };
  const pull = await readPull(repository, number, headSha);
  const baseSha = await readMergeBase(repository, pull.baseSha, pull.headSha);
  const trees = { head: openGitHubTree(repository, pull.headSha), base: openGitHubTree(repository, baseSha) };
  const read = await readPullFiles(repository, pull.files, trees, maxFiles, copy && ((shas) => copy.blobs(shas)));
  const unread = [...read.unread, ...unlisted(pull)];
  if (read.files.length + unread.length + read.removed.length === 0)
    throw new EmptyChangeError(`${repository.what} changes no line of any file`);
  const files = await withPullProvenance(repository, pull, read.files);
  return {
    set: { title: repository.what, baseSha, headSha: pull.headSha, files, unread, removed: read.removed },
    files: {
      read: openBlobReader(repository, trees.head),
      readBase: openBlobReader(repository, trees.base),
      // GitHub's code search knows the default branch only.
      mentioning: async (words, limit) => (await copy?.mentioning(pull.headSha, trees.head, words, limit)) ?? [],
    },
    ...(copy && { close: () => copy.close() }),
  };
}

/** GitHub lists 3,000 files of a pull request at most; how many more there are is all that it tells. */
function unlisted({ changedFiles, files }: PinnedPull): Unread[] {
  const more = changedFiles - files.length;
  return more > 0
    ? [
        {
          path: `(${more} more files)`,
          reason: "GitHub does not list them: it lists 3,000 files of a pull request at most",
        },
      ]
    : [];
}
