import { fullName } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

/** A repository's address in the API, without a slash at its end. */
export function apiUrl(world: World, repository: Repository): string {
  return `${world.url}/api/v3/repos/${fullName(world, repository)}`;
}

/** A repository's page. */
export function pageUrl(world: World, repository: Repository): string {
  return `${world.url}/${fullName(world, repository)}`;
}
