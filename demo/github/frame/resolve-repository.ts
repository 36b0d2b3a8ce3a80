import type { Actor } from "../route.ts";
import { installationsOf, repositoryByName, roleOf } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { notFound, Refusal } from "./refusal.ts";

/**
 * The repository that a path names, if who asks may know of it.
 *
 * @param path its `rest` (with the query) goes behind `/repositories/{id}` where the repository has another name now
 * @throws Refusal 404 where there is none or it can't be seen; 301 or 307 where it has another name now
 */
export function resolveRepository(
  world: World,
  actor: Actor,
  path: { owner: string; repo: string; rest: string; reads: boolean },
): Repository {
  const found = repositoryByName(world, path.owner, path.repo);
  if (found === undefined || !isVisible(world, actor, found.repository)) throw notFound();
  if (!found.moved) return found.repository;
  const location = `${world.url}/api/v3/repositories/${found.repository.id}${path.rest}`;
  // A write must stay what it is: 301 would make clients send a GET.
  throw path.reads
    ? new Refusal(301, "Moved Permanently", undefined, { headers: { location } })
    : new Refusal(307, "Temporary Redirect", undefined, { headers: { location } });
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
