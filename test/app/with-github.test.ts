import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { startGitHub, type GitHub } from "../../demo/github/server.ts";
import { openGitHubApp } from "../../src/adapters/host/github-app.ts";
import type { AppOptions } from "../../src/app/app.ts";
import { EVENT_NAMES } from "../../src/app/read-event.ts";
import { readAppConfig } from "../../src/app-config.ts";
import { closeTestApp, openTestApp, until, type TestApp } from "./test-app.ts";

/** As app.yml asks for them; those of installations come to every App. */
const EVENTS = EVENT_NAMES.filter((name) => !name.startsWith("installation"));

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
    // Two pull requests, and a push before each.
    await until(() => app?.logged.some((line) => line.includes("asked for again count=4")) ?? false);
    await github.settled();

    expect(numbers(app)).toHaveLength(2);
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

  it("understands all that people do there", async () => {
    const { start, open, repository, installation } = await setUp();
    app = await start({ concurrency: 1 });
    const ada = github.person("ada");
    await open(1);
    const [pull] = github.world.pulls.values();
    if (!pull) throw new Error("no pull request");

    await ada.pushes(repository, { branch: "topic-1", files: { "1.py": "b = 3\n" } });
    await ada.edits(pull, { title: "/reflexgen apply" });
    await ada.labels(pull, "security");
    await ada.convertsToDraft(pull);
    await ada.marksReady(pull);
    ada.comments(pull, "/reflexgen review");
    ada.comments(pull, "Nice.");
    const comments = [{ path: "1.py", line: 1, body: "Why?" }];
    await ada.reviews(pull, { comments });
    const [first] = github.world.reviewComments.values();
    if (!first) throw new Error("no comment");
    ada.replies(first, "Because.");
    ada.resolves(first);
    ada.unresolves(first);
    await ada.closes(pull);
    await ada.reopens(pull);
    await ada.merges(pull);
    const operator = github.person("acme-admin");
    repository.collaborators.set(operator.account.id, "admin");
    operator.renames(repository, "store");
    ada.suspends(installation);
    ada.unsuspends(installation);
    await github.settled();
    const acts = () =>
      new Set<string | undefined>(app?.ran.map((job) => (job.kind === "act" ? job.does.act : job.kind)));
    await until(() =>
      ["review", "comment", "thread", "closed", "push", "sweep", "gone"].every((act) => acts().has(act)),
    );

    expect(app.logged.filter((line) => line.includes("not of the event"))).toEqual([]);
    const act = (name: string) => app?.ran.filter((job) => job.kind === "act" && job.does.act === name);
    expect(act("comment")).toHaveLength(2);
    expect(act("push")).toHaveLength(1);
    github.assertNoViolations();
  });

  /** An App whose only repository is `acme/shop`, and somebody who opens pull requests there. */
  async function setUp(webhookUrl?: string) {
    github.organization("acme");
    const repository = await github.createRepository({ owner: "acme", name: "shop", files: { "a.py": "a = 1\n" } });
    const registered = github.createApp({
      name: "reflexgen",
      permissions: { checks: "write", contents: "read", issues: "read", merge_queues: "read", pull_requests: "write" },
      events: EVENTS,
      // Nobody listens there.
      webhookUrl: webhookUrl ?? "http://127.0.0.1:9/api/github/webhooks",
    });
    const installation = github.install(registered.app, "acme");
    repository.collaborators.set(github.person("ada").account.id, "write");
    const config = readAppConfig(registered.env);
    return {
      repository,
      installation,
      open: async (number: number): Promise<void> => {
        const files = { [`${number}.py`]: `b = ${number}\n` };
        await github
          .person("ada")
          .opensPullRequest(repository, { branch: `topic-${number}`, title: "A change", files });
      },
      start: async (over: Partial<AppOptions> = {}): Promise<TestApp> => {
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
