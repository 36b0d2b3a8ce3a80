import { GoneError, RetryLaterError } from "../../core/errors.ts";
import type { PullRequest } from "../../core/pull-request.ts";
import { askedOrNone } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";

/**
 * @throws GoneError when it is not there.
 * @throws RetryLaterError when the repository was renamed and something else stands under its old name.
 */
export async function readPullRequest(session: GitHubSession, number: number): Promise<PullRequest> {
  const { octokit, owner, repo, installation, repositoryId, what } = session;
  const data = await askedOrNone(session, octokit.rest.pulls.get({ owner, repo, pull_number: number }));
  if (!data || Number(data.base.repo.id) !== repositoryId) {
    if (!(await session.isNamedSo())) throw new RetryLaterError(1000, `${owner}/${repo} has another name now`);
    throw new GoneError(`${what} is not there any more`);
  }
  const { head, base, user } = data;
  // The published schema has a repository there always; that of a fork may have been deleted.
  const headRepository: { id: number | bigint } | null = head.repo;
  return {
    installation,
    repository: repositoryId,
    number,
    owner: base.repo.owner.login,
    repo: base.repo.name,
    private: base.repo.private,
    defaultBranch: base.repo.default_branch,
    state: data.state,
    draft: data.draft ?? false,
    merged: data.merged,
    ...(data.merged && data.merge_commit_sha !== null && { mergeSha: data.merge_commit_sha }),
    author: { id: Number(user.id), login: user.login, bot: user.type === "Bot" },
    head: { sha: head.sha, ref: head.ref, ...(headRepository && { repository: Number(headRepository.id) }) },
    base: { sha: base.sha, ref: base.ref },
    fork: headRepository === null || Number(headRepository.id) !== repositoryId,
    labels: data.labels.map(({ name }) => name),
    updatedAt: data.updated_at,
    locked: data.locked,
  };
}
