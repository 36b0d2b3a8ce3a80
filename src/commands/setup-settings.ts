import type { GitHubAddresses, RegisteredApp } from "../core/app-registration.ts";

/** Seconds between two looks at GitHub's deliveries; an App may ask 5,000 times an hour. */
const POLL_SECONDS = 30;

/** The settings in the form of an environment file that Node, Compose, Docker and systemd read alike: no quotes, one line each. */
export function settingsText(
  { id, privateKey, webhookSecret }: RegisteredApp,
  { github, webhookUrl, markSecret }: { github: GitHubAddresses; webhookUrl: string | undefined; markSecret: string },
): string {
  const web = new URL(github.webUrl);
  const settings = [
    ["APP_ID", String(id)],
    // Base64 has no line ends, which environment files treat each in their own way.
    ["PRIVATE_KEY", Buffer.from(privateKey).toString("base64")],
    ["WEBHOOK_SECRET", webhookSecret ?? ""],
    // One of its own: what comments remember outlives a change of the webhook's.
    ["REFLEXGEN_MARK_SECRET", markSecret],
    ...(web.hostname === "github.com"
      ? []
      : [
          ["GHE_HOST", web.host],
          ...(web.protocol === "http:" ? [["GHE_PROTOCOL", "http"]] : []),
          ["GITHUB_API_URL", github.apiUrl],
        ]),
    ...(webhookUrl === undefined ? [["REFLEXGEN_POLL_SECONDS", String(POLL_SECONDS)]] : []),
  ];
  return `# Settings of a GitHub App, written by reflexgen setup. The key and the secret are passwords.\n${settings
    .map(([key, value]) => `${key}=${value}\n`)
    .join("")}`;
}
