import { CHECK_NAME } from "../../core/check-name.ts";
import type { GitHubSession } from "./github-session.ts";
import { statusOf } from "./github-status.ts";

type Required = { context: string; appId?: number | undefined };

/** Whether rules or the protection of a branch require our check; undefined where neither may be read, or not both and one is silent. */
export async function isRequired(session: GitHubSession, branch: string): Promise<boolean | undefined> {
  const lists = await Promise.all([readRules(session, branch), readProtection(session, branch)]);
  const ours = lists.flatMap((list) => list ?? []).some((required) => isOurs(required, session.appId));
  if (ours) return true;
  return lists.includes(undefined) ? undefined : false;
}

/** -1 and nothing mean any App's. */
function isOurs({ context, appId }: Required, ourAppId: number): boolean {
  return context === CHECK_NAME && (appId === undefined || appId === -1 || appId === ourAppId);
}

async function readRules({ octokit, owner, repo }: GitHubSession, branch: string): Promise<Required[] | undefined> {
  try {
    const { data } = await octokit.rest.repos.getBranchRules({ owner, repo, branch, per_page: 100 });
    return data.flatMap((rule) =>
      rule.type === "required_status_checks"
        ? (rule.parameters?.required_status_checks ?? []).map((check) => ({
            context: check.context,
            appId: check.integration_id,
          }))
        : [],
    );
  } catch (error) {
    return unreadable(error);
  }
}

/** The branch itself says which checks it requires, without the right to administer. */
async function readProtection(
  { octokit, owner, repo }: GitHubSession,
  branch: string,
): Promise<Required[] | undefined> {
  try {
    const { data } = await octokit.rest.repos.getBranch({ owner, repo, branch });
    const { required_status_checks: required } = data.protection;
    const checks = (required?.checks ?? []).map(({ context, app_id: appId }) => ({
      context,
      appId: appId ?? undefined,
    }));
    return checks.length > 0 ? checks : (required?.contexts ?? []).map((context) => ({ context }));
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): undefined {
  if (statusOf(error) === 403 || statusOf(error) === 404) return undefined;
  throw error;
}
