import { includes } from "../rights/permissions.ts";
import type { App, Installation } from "../world/app.ts";
import { installationsOf } from "../world/find.ts";
import type { World } from "../world.ts";
import type { Emission } from "./emission.ts";

export type Listener = { app: App; installation?: Installation };

/** Sent to every App without subscription. */
export const UNASKED = new Set(["installation", "installation_repositories", "installation_target", "ping"]);

/**
 * What an installation must be allowed to read for an event to be sent to it; a manifest that asks for an event without it is refused.
 *
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads, which names it for each event
 */
export const NEEDED: Readonly<Record<string, string>> = {
  check_run: "checks",
  check_suite: "checks",
  issue_comment: "issues",
  merge_group: "merge_queues",
  pull_request: "pull_requests",
  pull_request_review: "pull_requests",
  pull_request_review_comment: "pull_requests",
  pull_request_review_thread: "pull_requests",
  push: "contents",
  repository: "metadata",
};

/** Who hears of an event: active Apps whose installation covers the repository, is not suspended, subscribed, and may read such things. */
export function listenersOf(world: World, emission: Emission): Listener[] {
  const { repository, onlyAppId, installationId, event } = emission;
  const asked = (app: App): boolean =>
    app.webhook.active && app.webhook.url !== "" && (onlyAppId === undefined || onlyAppId === app.id);
  const about = installationId === undefined ? undefined : world.installations.get(installationId);
  const installations = about ? [about] : repository ? installationsOf(world, repository) : [];
  if (UNASKED.has(event)) {
    return [...world.apps.values()]
      .filter((app) => asked(app) && (about === undefined || about.appId === app.id))
      .map((app) => ({ app, ...(about && { installation: about }) }));
  }
  return installations.flatMap((installation) => {
    const app = world.apps.get(installation.appId);
    if (app === undefined || !asked(app) || installation.suspendedAt !== undefined) return [];
    return hears(installation, event) ? [{ app, installation }] : [];
  });
}

function hears({ events, permissions }: Installation, event: string): boolean {
  const permission = NEEDED[event];
  if (!events.includes(event)) return false;
  return permission === undefined || includes(permissions, permission, "read");
}
