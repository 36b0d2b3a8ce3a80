import { randomBytes } from "node:crypto";
import { Refusal } from "../frame/refusal.ts";
import { includes } from "../rights/permissions.ts";
import type { Permissions } from "../rights/permissions.ts";
import type { Account } from "../world/account.ts";
import type { Installation, InstallationToken, Token } from "../world/app.ts";
import { accountById } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

const LIFE_MS = 3600 * 1000;

/**
 * A token of an installation, narrowed as asked.
 *
 * @throws Refusal 422 in GitHub's words for rights or repositories that the installation does not have
 */
export function createInstallationToken(
  world: World,
  installation: Installation,
  asked: { permissions?: Permissions; repositories?: readonly string[]; repositoryIds?: readonly number[] },
): InstallationToken {
  const permissions = asked.permissions ?? installation.permissions;
  for (const [name, access] of Object.entries(permissions)) {
    if (includes(installation.permissions, name, access)) continue;
    throw new Refusal(422, "The permissions requested are not granted to this installation.");
  }
  const now = world.clock.now();
  const token = {
    secret: installationSecret(world.tokenForm),
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFE_MS),
    revoked: false,
    installationId: installation.id,
    // Metadata comes with everything.
    permissions: { metadata: "read" as const, ...permissions },
    repositoryIds: narrow(world, installation, asked),
  };
  world.tokens.set(token.secret, token);
  return token;
}

/** A person's own token, good for whatever the person may do. */
export function createPersonalToken(world: World, account: Account): Token {
  const secret = `ghp_${letters(36)}`;
  const token = { secret, createdAt: world.clock.now(), revoked: false, accountId: account.id };
  world.tokens.set(secret, token);
  return token;
}

/** Repositories that an installation reaches now. */
export function repositoriesOf(world: World, { accountId, repositoryIds }: Installation): Repository[] {
  return [...world.repositories.values()].filter(
    ({ id, ownerId }) => ownerId === accountId && (repositoryIds === "all" || repositoryIds.has(id)),
  );
}

function narrow(
  world: World,
  installation: Installation,
  { repositories, repositoryIds }: { repositories?: readonly string[]; repositoryIds?: readonly number[] },
): "all" | Set<number> {
  if (repositories === undefined && repositoryIds === undefined) return installation.repositoryIds;
  const reached = repositoriesOf(world, installation);
  const named = (repositories ?? []).map((name) =>
    reached.find((one) => one.name.toLowerCase() === name.toLowerCase()),
  );
  const numbered = (repositoryIds ?? []).map((id) => reached.find((one) => one.id === id));
  const wanted = [...named, ...numbered].map((repository) => {
    if (repository !== undefined) return repository.id;
    const { login } = accountById(world, installation.accountId);
    throw new Refusal(
      422,
      `There is at least one repository that does not exist or is not accessible to the parent installation of ${login}.`,
    );
  });
  return new Set(wanted);
}

function installationSecret(form: World["tokenForm"]): string {
  if (form === "short") return `ghs_${letters(36)}`;
  // 516 characters of base64url: `-` and `_` among them, as in GitHub's newer form.
  return `ghs_${randomBytes(387).toString("base64url")}`;
}

function letters(count: number): string {
  return randomBytes(count * 2)
    .toString("base64")
    .replaceAll(/[^A-Za-z0-9]/g, "")
    .slice(0, count);
}
