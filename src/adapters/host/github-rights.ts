import type { Permission } from "../../core/pull-request.ts";
import { askedOrNone } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";

const KNOWN = new Map<string, Permission>(
  (["admin", "maintain", "write", "triage", "read", "none"] as const).map((permission) => [permission, permission]),
);

/** What someone may do in the repository just now; never remembered. A role of the organisation's own counts as what it is built on. */
export async function permissionOf(session: GitHubSession, login: string): Promise<Permission> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, username: login };
  const data = await askedOrNone(session, octokit.rest.repos.getCollaboratorPermissionLevel(where));
  // `permission` is write for maintain and read for triage.
  return KNOWN.get(data?.role_name ?? "") ?? KNOWN.get(data?.permission ?? "") ?? "none";
}
