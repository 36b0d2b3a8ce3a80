import { isCovered, isVisible } from "../frame/resolve-repository.ts";
import { repositoryByName, roleOf, atLeast } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import { GraphqlRefusal } from "./graphql-refusal.ts";
import type { GraphqlCall } from "./resolver.ts";

/** By `owner/name`, also one that it had before: GraphQL follows renames silently. @throws GraphqlRefusal NOT_FOUND */
export function visibleRepository(call: GraphqlCall, owner: string, name: string): Repository {
  const found = repositoryByName(call.world, owner, name)?.repository;
  if (!found || !isVisible(call.world, call.actor, found))
    throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  return found;
}

/** @throws GraphqlRefusal FORBIDDEN for an installation that does not cover it, or a person without write access */
export function needWriting({ world, actor }: GraphqlCall, repository: Repository, unlessAuthorId?: number): void {
  if (actor.kind === "installation" && isCovered(world, actor, repository)) return;
  if (
    actor.kind === "user" &&
    (actor.account.id === unlessAuthorId || atLeast(roleOf(repository, actor.account), "write"))
  )
    return;
  const who = actor.kind === "user" ? `${actor.account.login} does not have the correct permissions` : undefined;
  throw new GraphqlRefusal("FORBIDDEN", who ?? "Resource not accessible by integration");
}
