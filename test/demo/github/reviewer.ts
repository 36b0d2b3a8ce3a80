import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { startGitHub } from "../../../demo/github/server.ts";
import type { Files } from "../../../demo/github/git/commit-files.ts";

const EVERYTHING = {
  contents: "write",
  pull_requests: "write",
  checks: "write",
  issues: "write",
  administration: "read",
  merge_queues: "read",
} as const;

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A running GitHub with Ada's repository `ada/shop`, and an App on it that asks through Octokit. */
export async function openReviewer(files: Files = { "app.py": "def a():\n    return 1\n" }) {
  const github = await startGitHub();
  const ada = github.person("ada");
  const repository = await ada.creates({ name: "shop", files });
  const { app, privateKey } = github.createApp({
    name: "ReflexGen",
    permissions: EVERYTHING,
    events: ["pull_request"],
  });
  const installation = github.install(app, "ada");
  const octokit = new Octokit({
    baseUrl: `${github.url}/api/v3`,
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey, installationId: installation.id },
    log: silent,
  });
  const of = { owner: "ada", repo: "shop" };
  return {
    github,
    world: github.world,
    ada,
    eve: github.person("eve"),
    repository,
    app,
    octokit,
    of,
    /** A person's own way into the API. */
    octokitOf: (token: string) => new Octokit({ baseUrl: `${github.url}/api/v3`, auth: token, log: silent }),
    /** @throws when anything broke GitHub's contract */
    async close() {
      await github.close();
      github.assertNoViolations();
    },
  };
}

/** What a refused request was told. */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ status: number; message: string; errors: unknown }> {
  try {
    await request;
  } catch (error) {
    const { status, response } = error as { status: number; response: { data: { message: string; errors: unknown } } };
    return { status, message: response.data.message, errors: response.data.errors };
  }
  throw new Error("it was not refused");
}
