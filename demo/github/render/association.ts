import type { Account } from "../world/account.ts";
import { accountById } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

/** What GitHub says somebody is to a repository (`author_association`). */
export function associationOf(world: World, repository: Repository, account: Account): string {
  const owner = accountById(world, repository.ownerId);
  if (owner.id === account.id) return "OWNER";
  if (account.kind === "Bot" || !repository.collaborators.has(account.id)) return "NONE";
  return owner.kind === "Organization" ? "MEMBER" : "COLLABORATOR";
}
