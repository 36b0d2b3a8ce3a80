import type { Actor } from "../route.ts";
import { installationsOf, repositoryByName, roleOf } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { notFound, Refusal } from "./refusal.ts";

/**
 * The repository that a path names, if who asks may know of it.
 *
 * @throws Refusal 404 where there is none or it can't be seen; 301 to `/repositories/{id}` where it has another name now
 */
export function resolveRepository(
  world: World,
  actor: Actor,
  owner: string,
  name: string,
  pathname: string,
): Repository {
  const found = repositoryByName(world, owner, name);
  if (found === undefined || !isVisible(world, actor, found.repository)) throw notFound();
  const rest = pathname
    .split("/")
    .slice(4)
    .map((word) => `/${word}`)
    .join("");
  if (found.moved) throw movedTo(`${world.url}/api/v3/repositories/${found.repository.id}${rest}`);
  return found.repository;
}

export function isVisible(world: World, actor: Actor, repository: Repository): boolean {
  if (!repository.private) return true;
  if (actor.kind === "user") return roleOf(repository, actor.account) !== undefined;
  if (actor.kind === "app") return installationsOf(world, repository).some(({ appId }) => appId === actor.app.id);
  return actor.kind === "installation" && isCovered(world, actor, repository);
}

/** Whether an installation's token reaches a repository: the installation covers it, and the token was not narrowed past it. */
export function isCovered(
  world: World,
  actor: Extract<Actor, { kind: "installation" }>,
  repository: Repository,
): boolean {
  const { token, installation } = actor;
  const narrowed = token.repositoryIds === "all" || token.repositoryIds.has(repository.id);
  return narrowed && installationsOf(world, repository).includes(installation);
}

function movedTo(url: string): Refusal {
  return new Refusal(301, "Moved Permanently", undefined, { headers: { location: url } });
}
