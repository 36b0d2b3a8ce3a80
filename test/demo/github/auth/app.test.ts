import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { startGitHub } from "../../../../demo/github/server.ts";
import type { GitHub } from "../../../../demo/github/server.ts";

let github: GitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(async () => {
  github.assertNoViolations();
  await github.close();
});

const PERMISSIONS = { contents: "read", pull_requests: "write", checks: "write", issues: "write" } as const;

async function setUp() {
  const repository = await github.createRepository({
    owner: "acme",
    name: "shop",
    private: true,
    files: { "a.txt": "a\n" },
  });
  const registered = github.createApp({ name: "ReflexGen", permissions: PERMISSIONS, events: ["pull_request"] });
  const installation = github.install(registered.app, "acme");
  return { ...registered, repository, installation };
}

function octokitOf(auth?: { appId: number; privateKey: string; installationId?: number }): Octokit {
  return new Octokit({
    baseUrl: `${github.url}/api/v3`,
    ...(auth && { authStrategy: createAppAuth, auth }),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

describe("an App", () => {
  it("is known by its JWT and finds its installations", async () => {
    const { app, privateKey, installation } = await setUp();
    const octokit = octokitOf({ appId: app.id, privateKey });

    const { data: itself } = await octokit.rest.apps.getAuthenticated();
    const { data: installations } = await octokit.rest.apps.listInstallations();
    const { data: ofRepository } = await octokit.rest.apps.getRepoInstallation({ owner: "acme", repo: "shop" });

    expect(itself).toMatchObject({ slug: "reflexgen", installations_count: 1 });
    expect(installations.map(({ id }) => id)).toEqual([installation.id]);
    expect(ofRepository.id).toBe(installation.id);
  });

  it.each(["short", "long"] as const)("reads a private repository with a %s installation token", async (form) => {
    const { app, privateKey, installation } = await setUp();
    github.world.tokenForm = form;
    const octokit = octokitOf({ appId: app.id, privateKey, installationId: installation.id });

    const { data } = await octokit.rest.repos.get({ owner: "acme", repo: "shop" });

    expect(data).toMatchObject({ full_name: "acme/shop", private: true, visibility: "private" });
    expect(github.ledger.tokens).toHaveLength(1);
  });

  it("is told nothing of a private repository without a token", async () => {
    await setUp();

    await expect(octokitOf().rest.repos.get({ owner: "acme", repo: "shop" })).rejects.toMatchObject({ status: 404 });
  });
});
