import type { RepositoryHost } from "../../core/pull-request.ts";
import { asked } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";

type OpenPull = Awaited<ReturnType<RepositoryHost["openPulls"]>>[number];

/** Commits of a merge group whose pull requests are looked up; a queue merges few at a time. */
const MOST_COMMITS = 100;

export async function listOpenPulls(session: GitHubSession): Promise<OpenPull[]> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, state: "open" as const, per_page: 100 };
  const rows = await octokit.paginate(octokit.rest.pulls.list, where);
  return rows.map((row) => ({
    number: row.number,
    headSha: row.head.sha,
    draft: row.draft ?? false,
    updatedAt: row.updated_at,
  }));
}

/** By the list of open ones: GitHub's own look-up by commit does not know the heads of forks. */
export async function pullsOf(session: GitHubSession, headSha: string): Promise<number[]> {
  return (await listOpenPulls(session)).filter((pull) => pull.headSha === headSha).map(({ number }) => number);
}

/**
 * Pull requests that a range of commits brings: those whose own commits are in it, and those that GitHub itself names in a commit that it
 * made and signed (one that was squashed or rebased).
 */
export async function mergedIn(session: GitHubSession, baseSha: string, headSha: string): Promise<number[]> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, basehead: `${baseSha}...${headSha}`, per_page: 100 };
  const { commits } = await asked(session, octokit.rest.repos.compareCommitsWithBasehead(where));
  const numbers = new Set<number>();
  for (const { sha, commit, committer } of commits.slice(0, MOST_COMMITS)) {
    if (commit.verification?.verified === true && committer?.login === "web-flow") {
      const [headline = ""] = commit.message.split("\n", 1);
      const named = /^Merge pull request #(\d{1,9}) from |\(#(\d{1,9})\)$/.exec(headline);
      if (named) numbers.add(Number(named[1] ?? named[2]));
    }
    const own = { owner, repo, commit_sha: sha };
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit(own);
    for (const pull of data) if (pull.state === "open") numbers.add(pull.number);
  }
  return [...numbers].sort((one, other) => one - other);
}
