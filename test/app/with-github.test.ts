import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { startGitHub, type GitHub } from "../../demo/github/server.ts";
import { openGitHubApp } from "../../src/adapters/host/github-app.ts";
import type { AppOptions } from "../../src/app/app.ts";
import { readAppConfig } from "../../src/app-config.ts";
import { closeTestApp, openTestApp, until, type TestApp } from "./test-app.ts";

beforeAll(() => nock.restore());

describe("on a strict GitHub", () => {
  let github: GitHub;
  let app: TestApp | undefined;
  const kept = new Map<string, unknown>();
  beforeEach(async () => {
    kept.clear();
    github = await startGitHub();
  });
  afterEach(async () => {
    if (app) await closeTestApp(app);
    app = undefined;
    await github.close();
  });

  it("is told of what happened while it was down, each once (W10)", async () => {
    const { start, open } = await setUp();
    app = await start();
    await open(1);
    await until(() => numbers(app).includes(1));
    await closeTestApp(app);
    await open(2);
    await open(3);
    await github.settled();

    app = await start();
    await until(() => numbers(app).includes(2) && numbers(app).includes(3));
    await github.settled();

    expect(numbers(app).filter((number) => number !== undefined)).toHaveLength(2);
    expect(app.logged.join("\n")).toContain("failed deliveries asked for again count=2");
    github.assertNoViolations();
  });

  it("reads what GitHub could not post, when it polls, and goes on where it was", async () => {
    const { start, open } = await setUp("https://reflexgen.invalid/poll");
    app = await start({ pollMs: 20 });
    // What was there before is the sweep's.
    await until(() => kept.has("polled"));
    await open(1);
    await until(() => numbers(app).includes(1));
    await closeTestApp(app);
    await open(2);
    await github.settled();

    app = await start({ pollMs: 20 });
    await until(() => numbers(app).includes(2));

    expect(numbers(app)).not.toContain(1);
    github.assertNoViolations();
  });

  /** An App whose only repository is `acme/shop`, and somebody who opens pull requests there. */
  async function setUp(webhookUrl?: string) {
    github.organization("acme");
    const repository = await github.createRepository({ owner: "acme", name: "shop", files: { "a.py": "a = 1\n" } });
    const registered = github.createApp({
      name: "reflexgen",
      permissions: { checks: "write", contents: "read", pull_requests: "write" },
      events: ["pull_request"],
      // Nobody listens there.
      webhookUrl: webhookUrl ?? "http://127.0.0.1:9/api/github/webhooks",
    });
    github.install(registered.app, "acme");
    repository.collaborators.set(github.person("ada").account.id, "write");
    const config = readAppConfig(registered.env);
    return {
      async open(number: number): Promise<void> {
        const files = { [`${number}.py`]: `b = ${number}\n` };
        await github
          .person("ada")
          .opensPullRequest(repository, { branch: `topic-${number}`, title: "A change", files });
      },
      async start(over: Partial<AppOptions> = {}): Promise<TestApp> {
        const { appId, privateKey, apiUrl, webhookSecrets } = config;
        const started = await openTestApp({
          appId,
          privateKey,
          apiUrl,
          webhookSecrets,
          host: openGitHubApp(config),
          kept,
          ...over,
        });
        if (webhookUrl === undefined) registered.app.webhook.url = started.webhookUrl;
        return started;
      },
    };
  }

  function numbers(of: TestApp | undefined): (number | undefined)[] {
    return (of?.ran ?? []).flatMap((job) => (job.kind === "review" ? [job.number] : []));
  }
});
