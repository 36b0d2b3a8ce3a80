import { Refusal } from "../frame/refusal.ts";
import { repositoryObject } from "../render/repository.ts";
import type { Access, Permissions } from "../rights/permissions.ts";
import type { Answer, Call } from "../route.ts";
import { installationOf } from "./app-of.ts";
import { createInstallationToken } from "./create-token.ts";

const ACCESS: readonly unknown[] = ["read", "write", "admin"] satisfies Access[];

/** `POST /app/installations/{installation_id}/access_tokens` */
export function createAccessToken(call: Call): Answer {
  const { world, body, ledger } = call;
  const installation = installationOf(call);
  if (installation.suspendedAt !== undefined) throw new Refusal(403, "This installation has been suspended");
  const { permissions, repositories, repository_ids: repositoryIds } = body;
  const token = createInstallationToken(world, installation, {
    ...(isPermissions(permissions) && { permissions }),
    ...(Array.isArray(repositories) && { repositories: repositories.map(String) }),
    ...(Array.isArray(repositoryIds) && { repositoryIds: repositoryIds.map(Number) }),
  });
  const ids = token.repositoryIds;
  ledger.tokens.push({
    at: world.clock.now(),
    installationId: installation.id,
    permissions: token.permissions,
    repositoryIds: ids === "all" ? "all" : [...ids],
  });
  const narrowed = repositories !== undefined || repositoryIds !== undefined;
  return {
    status: 201,
    body: {
      token: token.secret,
      expires_at: token.expiresAt.toISOString().replace(/\.\d+Z$/, "Z"),
      permissions: token.permissions,
      repository_selection: ids === "all" ? "all" : "selected",
      ...(narrowed && {
        repositories: [...world.repositories.values()]
          .filter(({ id }) => ids !== "all" && ids.has(id))
          .map((repository) => repositoryObject(world, repository)),
      }),
    },
  };
}

function isPermissions(value: unknown): value is Permissions {
  return typeof value === "object" && value !== null && Object.values(value).every((access) => ACCESS.includes(access));
}
