import { numberOf } from "../frame/call.ts";
import { notFound, Refusal } from "../frame/refusal.ts";
import type { Call } from "../route.ts";
import type { App, Installation } from "../world/app.ts";

/** The App that signed the request; rights were checked before. */
export function appOf(call: Call): App {
  if (call.actor.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
  return call.actor.app;
}

/** The installation that the path names, if it is the App's own. */
export function installationOf(call: Call): Installation {
  const installation = call.world.installations.get(numberOf(call, "installation_id"));
  if (installation === undefined || installation.appId !== appOf(call).id) throw notFound();
  return installation;
}
