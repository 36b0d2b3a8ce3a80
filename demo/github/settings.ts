import type { App } from "./world/app.ts";
import type { World } from "./world.ts";

/** The settings that point the product at this GitHub as one of its Apps, in the names that its users set them by. */
export function settingsFor(world: World, app: App, privateKey: string): Record<string, string> {
  const { host } = new URL(world.url);
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: app.webhook.secret,
    GHE_HOST: host,
    GHE_PROTOCOL: "http",
    GITHUB_API_URL: `${world.url}/api/v3`,
    GITHUB_GRAPHQL_URL: `${world.url}/api/graphql`,
    GITHUB_SERVER_URL: world.url,
  };
}
