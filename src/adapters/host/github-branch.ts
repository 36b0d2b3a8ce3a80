import { askedOrNone } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";
import { statusOf } from "./github-status.ts";

/** Rules by which a branch takes changes from pull requests or a queue only. Others (signatures, patterns, no force push) let a commit pass. */
const KEEP_OUT: ReadonlySet<string> = new Set(["pull_request", "update", "merge_queue", "required_status_checks"]);

/**
 * Where a branch points, by its own record: a pull request may still say what was true a moment ago. An App that may pass by the
 * protection is not stopped by GitHub, so that it has to be asked.
 */
export async function readBranch(
  session: GitHubSession,
  branch: string,
): Promise<{ sha: string; protected?: boolean } | undefined> {
  const { octokit, owner, repo } = session;
  const found = await askedOrNone(session, octokit.rest.repos.getBranch({ owner, repo, branch }));
  // A renamed branch is answered under its new name: that is another.
  if (found?.name !== branch) return undefined;
  const { sha } = found.commit;
  if (found.protected) return { sha, protected: true };
  const ruled = await isRuled(session, branch);
  return { sha, ...(ruled !== undefined && { protected: ruled }) };
}

async function isRuled({ octokit, owner, repo }: GitHubSession, branch: string): Promise<boolean | undefined> {
  try {
    const { data } = await octokit.rest.repos.getBranchRules({ owner, repo, branch, per_page: 100 });
    return data.some(({ type }) => KEEP_OUT.has(type));
  } catch (error) {
    if (statusOf(error) === 403 || statusOf(error) === 404) return undefined;
    throw error;
  }
}
