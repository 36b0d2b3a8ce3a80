import type { App, Installation } from "../world/app.ts";
import { accountById } from "../world/find.ts";
import type { World } from "../world.ts";
import { simpleUser } from "./account.ts";

/** An App as others see it (`integration`), without its secrets. */
export function renderApp(world: World, app: App): Record<string, unknown> {
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner: simpleUser(world, accountById(world, app.ownerId)),
    name: app.name,
    description: null,
    external_url: app.externalUrl,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

/** An App on an account (`installation`). */
export function renderInstallation(world: World, installation: Installation): Record<string, unknown> {
  const account = accountById(world, installation.accountId);
  const app = world.apps.get(installation.appId);
  const by = installation.suspendedById;
  return {
    id: installation.id,
    account: simpleUser(world, account),
    repository_selection: installation.repositoryIds === "all" ? "all" : "selected",
    access_tokens_url: `${world.url}/api/v3/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${world.url}/api/v3/installation/repositories`,
    html_url: `${world.url}/settings/installations/${installation.id}`,
    app_id: installation.appId,
    app_slug: app?.slug ?? "",
    target_id: account.id,
    target_type: account.kind,
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: by === undefined ? null : simpleUser(world, accountById(world, by)),
    suspended_at: installation.suspendedAt ?? null,
  };
}
