import type { Policy } from "../../policy.ts";
import type { PullRequest, PullRequestHost } from "../../pull-request.ts";
import { readSettings } from "../settings/settings.ts";

/**
 * The settings as they stand on the base branch at this moment. A pull request names the base of its last push: what somebody turned off
 * since must not be done on their word of yesterday.
 */
export async function settingsNow(
  { base }: Pick<PullRequest, "base">,
  host: Pick<PullRequestHost, "readAt" | "organisationSettings" | "branch">,
): Promise<Policy> {
  const tip = await host.branch(base.ref);
  return (await readSettings({ base: { ...base, sha: tip?.sha ?? base.sha } }, host)).policy;
}
