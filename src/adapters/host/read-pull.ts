import { RetryLaterError, UserError } from "../../core/errors.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { asked } from "./github-repository.ts";
import { listPullFiles, type PullFile } from "./list-pull-files.ts";

/** A pull request pinned to its commits: the files are those of `headSha`. */
export type PinnedPull = {
  number: number;
  baseSha: string;
  headSha: string;
  login: string;
  body: string;
  /** How many files GitHub counts; it lists 3,000 at most. */
  changedFiles: number;
  files: PullFile[];
};

/** Times that a push may come between reading the head and listing its files. */
const MAX_ATTEMPTS = 3;

/**
 * The pull request with every page of its files. GitHub lists the files of whatever is the head just then, so the head is read
 * again afterwards; when a push came in between, all is read anew.
 *
 * @throws RetryLaterError when the head is not `expectedHeadSha`, where that is given.
 */
export async function readPull(
  repository: GitHubRepository,
  number: number,
  expectedHeadSha?: string,
): Promise<PinnedPull> {
  const { octokit, owner, repo } = repository;
  const get = () => asked(repository, octokit.rest.pulls.get({ owner, repo, pull_number: number }));
  let headSha = expectedHeadSha ?? (await get()).head.sha;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const files = await listPullFiles(repository, number);
    const again = await get();
    if (again.head.sha === headSha)
      return {
        number,
        baseSha: again.base.sha,
        headSha: again.head.sha,
        login: again.user.login,
        body: again.body ?? "",
        changedFiles: again.changed_files,
        files,
      };
    if (expectedHeadSha !== undefined) throw new RetryLaterError(1000, `${repository.what} was pushed to meanwhile`);
    headSha = again.head.sha;
  }
  throw new UserError(`${repository.what} is being pushed to faster than it can be read: try again in a while`);
}

/** The commit that a pull request's changes are counted from, as GitHub itself does. */
export async function readMergeBase(repository: GitHubRepository, baseSha: string, headSha: string): Promise<string> {
  const { octokit, owner, repo } = repository;
  // Only the first page carries the files, which are not wanted here.
  const data = await asked(
    repository,
    octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead: `${baseSha}...${headSha}`,
      per_page: 1,
      page: 2,
    }),
  );
  return data.merge_base_commit.sha;
}
