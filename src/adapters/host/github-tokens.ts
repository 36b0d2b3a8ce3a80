import type { Octokit } from "@octokit/rest";
import { GoneError } from "../../core/errors.ts";
import type { Permission, Permissions } from "./github-permissions.ts";
import { narrowed, type Rights } from "./github-permissions.ts";
import { isRequestFailure, statusOf } from "./github-status.ts";

/** What a token is for: one repository, and no more rights than the use needs. Without a repository: to list them. */
export type TokenScope = { installation: number; repository?: number; rights: Rights };

export type RepositoryName = { id: number; owner: string; repo: string };

export type InstallationToken = {
  secret: string;
  expiresAtMs: number;
  /** The repository's name of now: it may have been renamed or transferred since its number was written down. */
  name?: RepositoryName;
};

/** Tokens of installations, remembered until shortly before they expire. */
export type Tokens = {
  get(scope: TokenScope): Promise<InstallationToken>;
  /** A token in place of one that GitHub refused. @throws GoneError when there is none any more. */
  renew(scope: TokenScope, refused: InstallationToken): Promise<InstallationToken>;
  /** GitHub says that the installation is no more, or suspended: for a minute nothing is asked for it. */
  gone(installation: number): GoneError;
  granted(installation: number, permission: Permission, access: "read" | "write"): Promise<boolean>;
};

/** A request that begins now may take a while. */
const BEFORE_EXPIRY_MS = 5 * 60_000;
const GONE_MS = 60_000;
const GRANTS_MS = 10 * 60_000;

/** `octokit` asks as the App itself. */
export function openTokens(octokit: Octokit, now: () => number = Date.now): Tokens {
  const tokens = new Map<string, Promise<InstallationToken>>();
  const grants = new Map<number, { at: number; permissions: Promise<Permissions> }>();
  const goneAt = new Map<number, number>();

  function gone(installation: number): GoneError {
    goneAt.set(installation, now());
    for (const key of tokens.keys()) if (key.startsWith(`${installation}:`)) tokens.delete(key);
    grants.delete(installation);
    return notInstalled();
  }

  function asked<Answer>(installation: number, answer: Promise<Answer>): Promise<Answer> {
    return answer.catch((error: unknown) => {
      const suspended = isRequestFailure(error) && error.status === 403 && /suspended/i.test(error.message);
      throw suspended || statusOf(error) === 404 ? gone(installation) : error;
    });
  }

  function granted(installation: number): Promise<Permissions> {
    const known = grants.get(installation);
    if (known && now() - known.at < GRANTS_MS) return known.permissions;
    const permissions = asked(
      installation,
      octokit.rest.apps.getInstallation({ installation_id: installation }).then(({ data }) => {
        if (data.suspended_at !== null) throw gone(installation);
        return data.permissions;
      }),
    );
    grants.set(installation, { at: now(), permissions });
    permissions.catch(() => grants.delete(installation));
    return permissions;
  }

  async function create({ installation, repository, rights }: TokenScope, again = false): Promise<InstallationToken> {
    const permissions = narrowed(await granted(installation), rights);
    try {
      const { data } = await asked(
        installation,
        octokit.rest.apps.createInstallationAccessToken({
          installation_id: installation,
          permissions,
          ...(repository !== undefined && { repository_ids: [repository] }),
        }),
      );
      const [named] = data.repositories ?? [];
      return {
        secret: data.token,
        expiresAtMs: Date.parse(data.expires_at),
        ...(named && { name: { id: Number(named.id), owner: named.owner.login, repo: named.name } }),
      };
    } catch (error) {
      if (!isRequestFailure(error) || error.status !== 422) throw error;
      // Either the rights were changed since we looked, or the repository is not the installation's any more.
      if (again || !/permission/i.test(error.message))
        throw new GoneError("the repository is not in this installation any more", { cause: error });
      grants.delete(installation);
      return create({ installation, rights, ...(repository !== undefined && { repository }) }, true);
    }
  }

  /** Of callers that wait for the same token, the first to find it bad makes way for a new one; the others get that. */
  function forget(key: string, token: Promise<InstallationToken>): void {
    if (tokens.get(key) === token) tokens.delete(key);
  }

  async function get(scope: TokenScope): Promise<InstallationToken> {
    if (now() - (goneAt.get(scope.installation) ?? -Infinity) < GONE_MS) throw notInstalled();
    const key = keyOf(scope);
    const known = tokens.get(key);
    if (!known) {
      const made = create(scope);
      tokens.set(key, made);
      made.catch(() => forget(key, made));
      return made;
    }
    const token = await known;
    if (token.expiresAtMs - now() > BEFORE_EXPIRY_MS) return token;
    forget(key, known);
    return get(scope);
  }

  return {
    get,
    async renew(scope, refused) {
      const key = keyOf(scope);
      const known = tokens.get(key);
      if (known && (await known) === refused) forget(key, known);
      return get(scope);
    },
    gone,
    granted: async (installation, permission, access) => {
      const has = (await granted(installation))[permission];
      return has === "write" || has === access;
    },
  };
}

function keyOf({ installation, repository, rights }: TokenScope): string {
  return `${installation}:${repository ?? ""}:${rights}`;
}

function notInstalled(): GoneError {
  return new GoneError("the App is not installed there any more, or it is suspended");
}
