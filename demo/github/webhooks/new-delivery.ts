import { randomUUID } from "node:crypto";
import { nextId } from "../world.ts";
import type { World } from "../world.ts";
import { buildPayload } from "./build-payload.ts";
import type { Delivery } from "./delivery.ts";
import type { Emission } from "./emission.ts";
import type { Listener } from "./listeners.ts";
import { signedRequest } from "./sign.ts";

const PENDING = { status: "pending", statusCode: 0, durationSeconds: 0 };

/** What goes to one App of one event, not sent yet. */
export function newDelivery(world: World, { app, installation }: Listener, emission: Emission): Delivery {
  const guid = randomUUID();
  const text = JSON.stringify(buildPayload(world, emission, installation));
  return {
    ...PENDING,
    id: nextId(world),
    guid,
    appId: app.id,
    event: emission.event,
    action: emission.action ?? null,
    installationId: installation?.id ?? null,
    repositoryId: emission.repository?.id ?? null,
    redelivery: false,
    url: app.webhook.url,
    deliveredAt: world.clock.now(),
    request: signedRequest(app, emission.event, guid, text),
  };
}

/** The same once more: same guid and body, signed with the secret of now and sent to the address of now. */
export function repeatedDelivery(world: World, delivery: Delivery): Delivery {
  const app = world.apps.get(delivery.appId);
  if (app === undefined) throw new Error(`no App ${delivery.appId}`);
  const { response: _, ...before } = delivery;
  return {
    ...before,
    ...PENDING,
    id: nextId(world),
    redelivery: true,
    url: app.webhook.url,
    request: signedRequest(app, delivery.event, delivery.guid, delivery.request.text),
  };
}

/** An event's name in GitHub's description: `pull-request-opened`. */
export function nameOf({ event, action }: Emission): string {
  return [event, ...(action === undefined ? [] : [action])].join("-").replaceAll("_", "-");
}
