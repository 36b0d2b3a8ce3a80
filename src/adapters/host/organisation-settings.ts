import { GoneError } from "../../core/errors.ts";
import { ORGANISATION_REPOSITORY, POLICY_PATH } from "../../core/policy.ts";
import type { Octokit } from "@octokit/rest";
import type { TokenScope } from "./github-tokens.ts";
import { statusOf } from "./github-status.ts";

/** GitHub keeps larger files out of the answer; the core takes less anyway. */
const KEPT_MS = 5 * 60 * 1000;
const MOST_KEPT = 1000;

export type OrganisationSettings = (installation: number, owner: string) => Promise<string | undefined>;

/**
 * The settings file of an owner's repository `.github`, from its default branch: `.github/reflexgen.yml`, where the platform's own shared
 * files are. Read with a token for that one repository, so that an installation that was not given it reads nothing, also where everybody
 * could. Remembered for five minutes, for an installation and an owner.
 */
export function openOrganisationSettings(
  octokitFor: (scope: TokenScope) => Octokit,
  now: () => number,
): OrganisationSettings {
  const kept = new Map<string, { atMs: number; text: Promise<string | undefined> }>();

  return (installation, owner) => {
    const key = `${installation}:${owner.toLowerCase()}`;
    const known = kept.get(key);
    if (known && now() - known.atMs < KEPT_MS) return known.text;
    const text = read(installation, owner, octokitFor);
    kept.delete(key);
    kept.set(key, { atMs: now(), text });
    const oldest = kept.size > MOST_KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    text.catch(() => kept.delete(key));
    return text;
  };
}

async function read(
  installation: number,
  owner: string,
  octokitFor: (scope: TokenScope) => Octokit,
): Promise<string | undefined> {
  const where = { owner, repo: ORGANISATION_REPOSITORY };
  try {
    const { data } = await octokitFor({ installation, rights: "list" }).rest.repos.get(where);
    // An address that was renamed or transferred leads elsewhere.
    if (data.name !== where.repo || data.owner.login.toLowerCase() !== owner.toLowerCase()) return undefined;
    const only = octokitFor({ installation, repository: Number(data.id), rights: "read" });
    const { data: file } = await only.rest.repos.getContent({ ...where, path: POLICY_PATH });
    if (Array.isArray(file) || file.type !== "file" || !("content" in file)) return undefined;
    return Buffer.from(file.content, "base64").toString("utf8");
  } catch (error) {
    if (isNotOurs(error)) return undefined;
    throw error;
  }
}

/** Not there, not given to the App, or the App has no right to contents. */
function isNotOurs(error: unknown): boolean {
  const status = statusOf(error);
  return status === 404 || status === 403 || error instanceof GoneError;
}
