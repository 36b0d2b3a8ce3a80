import { notFound } from "../frame/refusal.ts";
import { renderApp } from "../render/app.ts";
import type { Answer, Call, Route } from "../route.ts";
import { createApp } from "../world/create-app.ts";
import { accountById } from "../world/find.ts";
import { readManifest } from "./read-manifest.ts";

/** How long a code is good. */
const LIFE_MS = 3600 * 1000;

/** The code of a confirmed manifest for the App and its secrets; once, within an hour, by whoever holds the code. */
export const conversionRoute: Route = { method: "POST", path: "/app-manifests/{code}/conversions", handle: convert };

function convert({ world, params }: Call): Answer {
  const waiting = world.manifestCodes.get(params["code"] ?? "");
  const read = waiting && readManifest(JSON.stringify(waiting.manifest));
  if (waiting === undefined || read === undefined || !("manifest" in read)) throw notFound();
  world.manifestCodes.delete(waiting.code);
  if (world.clock.now().getTime() - waiting.createdAt.getTime() > LIFE_MS) throw notFound();
  const { name, url, default_events: events, default_permissions: permissions, hook_attributes: hook } = read.manifest;
  const { app, privateKey } = createApp(world, {
    owner: accountById(world, waiting.ownerId),
    name: name ?? `app-${waiting.code.slice(0, 8)}`,
    permissions,
    events,
    externalUrl: url,
    ...(hook !== undefined && { webhookUrl: hook.url }),
  });
  app.webhook.active = hook?.active ?? hook !== undefined;
  return {
    status: 201,
    body: {
      ...renderApp(world, app),
      client_secret: app.clientSecret,
      webhook_secret: app.webhook.secret,
      pem: privateKey,
    },
  };
}
