import { startGitHub } from "../../../demo/github/server.ts";
import type { Files } from "../../../demo/github/git/commit-files.ts";
import { openGitHubApp, type GitHubAppOptions } from "../../../src/adapters/host/github-app.ts";

export type SceneOptions = {
  files?: Files;
  permissions?: Record<string, "read" | "write">;
} & Partial<GitHubAppOptions>;

const REVIEW_AND_APPLY = {
  checks: "write",
  contents: "write",
  issues: "read",
  merge_queues: "read",
  metadata: "read",
  pull_requests: "write",
} as const;

/** Ada's repository on the strict GitHub, with our App installed on it; `host` is our window on it. */
export async function openAppScene({ files, permissions = REVIEW_AND_APPLY, ...options }: SceneOptions = {}) {
  const github = await startGitHub();
  const ada = github.person("ada");
  const repository = await ada.creates({ name: "shop", private: true, ...(files && { files }) });
  const { app, privateKey, env } = github.createApp({ name: "ReflexGen", permissions, events: ["pull_request"] });
  const installation = github.install(app, "ada");
  const logged: string[] = [];
  const host = openGitHubApp({
    appId: app.id,
    privateKey,
    apiUrl: env["GITHUB_API_URL"],
    retryDelayMs: 1,
    readBackDelaysMs: [0, 1],
    log: (message, fields) => logged.push(JSON.stringify({ message, ...fields })),
    ...options,
  });
  let confirmed = 0;
  const where = { installation: installation.id, repository: repository.id };
  return {
    github,
    ada,
    repository,
    app,
    installation,
    host,
    logged,
    where,
    confirmed: () => confirmed,
    open: (confirm = async () => void confirmed++) => host.repository(where, confirm),
    /** @throws when anything was against GitHub's contract */
    async close() {
      await github.close();
      github.assertNoViolations();
    },
  };
}
export type AppScene = Awaited<ReturnType<typeof openAppScene>>;
