import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openGitHubApp } from "../../../src/adapters/host/github-app.ts";
import { GoneError, RetryLaterError } from "../../../src/core/errors.ts";
import { openAppScene, type AppScene, type SceneOptions } from "./app-scene.ts";

const KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" });
const answer = (status: number, body: string) =>
  new Response(body, { status, headers: { "content-type": "application/json" } });

let scenes: AppScene[] = [];
afterEach(async () => {
  const open = scenes;
  scenes = [];
  for (const scene of open) await scene.close();
});

async function setUp(options: SceneOptions = {}) {
  const scene = await openAppScene({ files: { "app.py": "one\n" }, ...options });
  scenes.push(scene);
  const pull = await scene.ada.opensPullRequest(scene.repository, {
    branch: "topic",
    title: "Change",
    files: { "app.py": "one\ntwo\n" },
  });
  return { ...scene, number: pull.number, pull };
}

describe("tokens", () => {
  it("are for one repository and for no more rights than their use needs", async () => {
    const { open, number, github, repository } = await setUp();
    const host = (await open()).pull(number);
    const pull = await host.read();
    await host.openChange(pull);
    await host.conversation.postComment("x");
    await host.commit({
      branch: "topic",
      expectedHeadSha: pull.head.sha,
      headline: "Fix",
      body: "",
      files: [{ path: "app.py", text: "x\n" }],
    });

    expect(github.ledger.tokens.map(({ repositoryIds }) => repositoryIds)).toEqual([[repository.id], [repository.id]]);
    expect(github.ledger.tokens.map(({ permissions }) => permissions)).toEqual([
      { metadata: "read", contents: "read", pull_requests: "write", checks: "write" },
      { metadata: "read", contents: "write", pull_requests: "write" },
    ]);
  });

  it("are asked for once, and anew five minutes before they expire", async () => {
    let nowMs = Date.now();
    const { open, number, github } = await setUp({ now: () => nowMs });
    await (await open()).pull(number).read();
    const pass = (minutes: number) => {
      nowMs += minutes * 60_000;
      github.world.clock.advance(minutes * 60_000);
    };
    pass(54);
    await (await open()).pull(number).read();
    const before = github.ledger.tokens.length;
    pass(2);
    await Promise.all([1, 2, 3].map(async () => (await open()).pull(number).read()));

    expect([before, github.ledger.tokens.length]).toEqual([1, 2]);
  });

  it("are renewed once when GitHub refuses one, also of a write", async () => {
    const { open, number, github } = await setUp();
    const host = (await open()).pull(number);
    for (const token of github.world.tokens.values()) token.revoked = true;
    github.ledger.clear();

    await host.conversation.postComment("x");
    await host.read();

    expect(github.ledger.requests.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      "issues/create-comment 401",
      "apps/create-installation-access-token 201",
      "issues/create-comment 201",
      "pulls/get 200",
    ]);
  });

  it.each(["short", "long"] as const)("work in GitHub's %s form, with git too, and are in no error", async (form) => {
    const { open, number, github, logged } = await setUp();
    github.world.tokenForm = form;
    for (const token of github.world.tokens.values()) token.revoked = true;
    const host = (await open()).pull(number);
    const change = await host.openChange(await host.read());

    const found = await change.files.mentioning(["two"], 5);
    await change.close?.();
    github.faults.order({ on: "*", fault: { kind: "status", status: 500 } });
    const errors = await Promise.allSettled([host.read(), change.files.mentioning(["two"], 5)]);

    const secrets = [...github.world.tokens.keys()];
    expect(found).toEqual(["app.py"]);
    expect(secrets.some((secret) => secret.length > 500)).toBe(form === "long");
    const said = [...errors.map((error) => inspect(error, { depth: 20 })), ...logged].join("\n");
    for (const secret of secrets) expect(said).not.toContain(secret.slice(0, 20));
  });

  it("are not asked for where the App has less: what it may, it does", async () => {
    const { open, number, github } = await setUp({
      permissions: { metadata: "read", contents: "read", pull_requests: "write" },
    });

    const host = (await open()).pull(number);

    await expect(host.conversation.postComment("x")).resolves.toMatchObject({ byUs: true });
    expect(github.ledger.tokens[0]?.permissions).not.toHaveProperty("checks");
  });

  it("are asked for again where the App's rights were changed meanwhile", async () => {
    const { open, number, github, installation, host, where } = await setUp();
    await host.repository(where, async () => {});
    installation.permissions = { metadata: "read", contents: "read", pull_requests: "read" };
    for (const token of github.world.tokens.values()) token.revoked = true;

    await expect((await open()).pull(number).read()).resolves.toMatchObject({ number });
  });
});

describe("what is gone", () => {
  it.each<[string, (scene: Awaited<ReturnType<typeof setUp>>) => void]>([
    ["uninstalled", ({ github, installation }) => void github.world.installations.delete(installation.id)],
    [
      "suspended",
      ({ installation, ada }) => {
        installation.suspendedAt = new Date().toISOString();
        installation.suspendedById = ada.account.id;
      },
    ],
  ])("ends the job at once, and nothing more is asked: %s", async (_, happen) => {
    const scene = await setUp();
    const host = (await scene.open()).pull(scene.number);
    happen(scene);
    scene.github.ledger.clear();

    await expect(host.read()).rejects.toBeInstanceOf(GoneError);
    const asked = scene.github.ledger.requests.length;
    await expect(host.conversation.postComment("x")).rejects.toBeInstanceOf(GoneError);
    await expect(scene.open()).rejects.toBeInstanceOf(GoneError);
    await expect(scene.host.repositoriesOf(scene.installation.id)).rejects.toBeInstanceOf(GoneError);

    expect(asked).toBeLessThanOrEqual(2);
    expect(scene.github.ledger.requests).toHaveLength(asked);
  });

  it("a repository that is not the installation's any more ends the job within three calls", async () => {
    const { open, github, repository, installation } = await setUp();
    installation.repositoryIds = new Set([repository.id + 1]);

    await expect(open()).rejects.toBeInstanceOf(GoneError);
    expect(github.ledger.requests.filter(({ operation }) => operation !== "apps/get-authenticated")).toHaveLength(2);
  });

  it("a pull request that is not there ends the job within three calls", async () => {
    const { open, github } = await setUp();
    const host = (await open()).pull(99);
    github.ledger.clear();

    await expect(host.read()).rejects.toBeInstanceOf(GoneError);
    expect(github.ledger.requests).toHaveLength(2);
  });

  it("a renamed repository is followed by its number, also in the middle of a job", async () => {
    const { open, number, github, ada, repository } = await setUp();
    const host = (await open()).pull(number);
    ada.renames(repository, "store");

    await expect(host.read()).resolves.toMatchObject({ repo: "store" });
    await expect(host.conversation.postComment("x")).resolves.toMatchObject({ byUs: true });
    expect(github.ledger.writesOf("issues/create-comment")).toHaveLength(1);
  });

  it("another repository under the old name is not taken for it", async () => {
    const { open, number, ada, repository } = await setUp();
    const host = (await open()).pull(number);
    ada.renames(repository, "store");
    const other = await ada.creates({ name: "shop", files: { "other.py": "x\n" } });
    const trap = await ada.opensPullRequest(other, { branch: "topic", title: "Trap", files: { "other.py": "y\n" } });

    expect(trap.number).toBe(number);
    await expect(host.read()).rejects.toBeInstanceOf(RetryLaterError);
    const again = (await open()).pull(number);
    await expect(again.read()).resolves.toMatchObject({ repo: "store", repository: repository.id });
  });
});

describe("installations and deliveries", () => {
  it("lists installations that are not suspended, and their repositories", async () => {
    const { host, where, github, app, repository } = await setUp();
    const other = github.install(app, "grace");
    other.suspendedAt = new Date().toISOString();

    await expect(host.installations()).resolves.toEqual([where.installation]);
    await expect(host.repositoriesOf(where.installation)).resolves.toEqual([repository.id]);
    await expect(host.self()).resolves.toEqual({
      appId: app.id,
      slug: "reflexgen",
      login: "reflexgen[bot]",
    });
  });
});

describe("the record of deliveries", () => {
  it("tells what arrived, gives payloads, and sends again what did not", async () => {
    const { host, github, app, ada, repository } = await setUp();
    app.webhook = { ...app.webhook, url: "http://127.0.0.1:9/nobody", active: true };
    const sinceMs = Date.now() - 60_000;
    await ada.opensPullRequest(repository, { branch: "other", title: "Other", files: { "app.py": "1\n" } });
    await github.settled();

    const [row] = await host.deliveries(sinceMs);
    await host.redeliver(row?.id ?? "");
    await github.settled();

    expect(row).toMatchObject({ event: "pull_request", action: "opened", succeeded: false });
    await expect(host.delivery(row?.id ?? "")).resolves.toMatchObject({ payload: { action: "opened" } });
    await expect(host.deliveries(sinceMs)).resolves.toMatchObject([{ guid: row?.guid }, { guid: row?.guid }]);
    await expect(host.deliveries(Date.now() + 60_000)).resolves.toEqual([]);
  });

  it("has ids that no number holds, and forgets", async () => {
    const id = "3804004623172239366";
    const asked: string[] = [];
    const host = openGitHubApp({
      appId: 1,
      privateKey: KEY,
      fetch: async (input) => {
        const path = new URL(input instanceof Request ? input.url : input).pathname;
        asked.push(path);
        const row = `{"id":${id},"guid":"g","delivered_at":"2026-01-01T00:00:00Z","status_code":500,"event":"push","action":null}`;
        if (path === "/app/hook/deliveries") return answer(200, `[${row}]`);
        return path.endsWith("/attempts") ? answer(202, "{}") : answer(404, "{}");
      },
    });

    const [failed] = await host.deliveries(0);
    await host.redeliver(failed?.id ?? "");

    expect(failed?.id).toBe(id);
    expect(asked).toContain(`/app/hook/deliveries/${id}/attempts`);
    await expect(host.delivery(id)).resolves.toBeUndefined();
  });
});

describe("the limits of the App itself", () => {
  it("send the job away as those of an installation do", async () => {
    const { host, github } = await setUp();
    github.faults.order({ on: "apps/list-installations", fault: { kind: "primary-limit", resetInSeconds: 600 } });

    await expect(host.installations()).rejects.toBeInstanceOf(RetryLaterError);
    await expect(host.installations()).rejects.toBeInstanceOf(RetryLaterError);
    expect(github.ledger.requestsOf("apps/list-installations")).toHaveLength(1);
  });
});
