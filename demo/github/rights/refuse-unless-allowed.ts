import { Refusal } from "../frame/refusal.ts";
import { isCovered } from "../frame/resolve-repository.ts";
import type { Actor, Route } from "../route.ts";
import { atLeast, roleOf } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { needsOf } from "./needs.ts";
import type { Need } from "./needs.ts";
import { includes } from "./permissions.ts";

/**
 * Refuses who may not do this, in GitHub's words. That the repository can be seen at all was asked before.
 *
 * @throws Refusal 401, 403
 */
export function refuseUnlessAllowed(world: World, actor: Actor, route: Route, repository?: Repository): void {
  const needs = needsOf(route);
  if (needs?.kind === "public") return;
  if (needs?.kind === "app") {
    if (actor.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
    return;
  }
  const reads = route.method === "GET";
  if (repository?.archived === true && !reads) throw new Refusal(403, "Repository was archived so is read-only.");
  if (actor.kind === "app") throw byIntegration(needs?.of);
  if (actor.kind === "nobody" && !reads) throw new Refusal(401, "Requires authentication");
  if (actor.kind === "user" && repository !== undefined) {
    if (!atLeast(roleOf(repository, actor.account), route.role ?? (reads ? "read" : "write"))) {
      throw new Refusal(403, "Must have write access to the repository.");
    }
  }
  if (actor.kind !== "installation") return;
  // Anyone may read what is public; an installation elsewhere is anyone.
  if (repository !== undefined && reads && !isCovered(world, actor, repository)) return;
  const covered = repository === undefined || isCovered(world, actor, repository);
  const allowed = needs?.of.some(
    ({ name, access }) =>
      includes(actor.token.permissions, name, access) && includes(actor.installation.permissions, name, access),
  );
  if (!covered || allowed !== true) throw byIntegration(needs?.of);
}

/** GitHub's 403, with the header that names what would have been enough. */
function byIntegration(needs: readonly Need[] = []): Refusal {
  const accepted = needs.map(({ name, access }) => `${name}=${access}`).join("; ");
  return new Refusal(403, "Resource not accessible by integration", undefined, {
    ...(accepted !== "" && { headers: { "x-accepted-github-permissions": accepted } }),
  });
}
