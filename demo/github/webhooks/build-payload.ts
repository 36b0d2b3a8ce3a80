import { organizationOf, simpleUser } from "../render/account.ts";
import { repositoryObject } from "../render/repository.ts";
import { accountById } from "../world/find.ts";
import type { Installation } from "../world/app.ts";
import type { World } from "../world.ts";
import type { Emission } from "./emission.ts";

/** What an App reads of an event: the event's own fields and the ones that all events have. */
export function buildPayload(world: World, emission: Emission, installation?: Installation): Record<string, unknown> {
  const { repository, sender, action, payload } = emission;
  const owner = repository && accountById(world, repository.ownerId);
  return {
    ...(action !== undefined && { action }),
    ...(repository && { repository: repositoryObject(world, repository) }),
    ...(owner?.kind === "Organization" && { organization: organizationOf(world, owner) }),
    ...(installation && { installation: { id: installation.id, node_id: installationNodeId(installation) } }),
    sender: simpleUser(world, sender),
    // Last: an event about an installation brings it whole.
    ...payload,
  };
}

/** GitHub writes these in its older form. */
function installationNodeId({ id }: Installation): string {
  const text = `23:IntegrationInstallation${id}`;
  return Buffer.from(`0${text}`).toString("base64");
}
