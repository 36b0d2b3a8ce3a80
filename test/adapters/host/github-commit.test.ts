import { afterEach, describe, expect, it } from "@jest/globals";
import type { Fault } from "../../../demo/github/faults/faults.ts";
import type { Commit } from "../../../src/core/pull-request.ts";
import { openAppScene, type AppScene, type SceneOptions } from "./app-scene.ts";

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
    files: { "app.py": "one\r\ntwo", "run.sh": { content: "#!/bin/sh\n", mode: "100755" } },
  });
  const host = (await scene.open()).pull(pull.number);
  const head = (await host.read()).head.sha;
  const commit = (more: Partial<Commit> = {}) =>
    host.commit({
      branch: "topic",
      expectedHeadSha: head,
      headline: "Use a parameter",
      body: "ReflexGen-Finding: abc\nReflexGen-Review: 1",
      files: [{ path: "app.py", text: "\uFEFFone\r\n2" }],
      ...more,
    });
  scene.github.ledger.clear();
  return { ...scene, host, pull, head, commit };
}
const commits = ({ github }: Pick<AppScene, "github">) => github.ledger.writesOf("graphql:createCommitOnBranch");

describe("a commit of a fix", () => {
  it("is on top of the head, byte for byte, and leaves modes alone", async () => {
    const scene = await setUp();

    const made = await scene.commit({
      files: [
        { path: "app.py", text: "\uFEFFone\r\n2" },
        { path: "run.sh", text: "#!/bin/sh\nset -e\n" },
      ],
    });

    const now = await scene.host.read();
    expect(made).toEqual({ sha: now.head.sha });
    await expect(scene.host.readAt(now.head.sha, "app.py")).resolves.toBe("\uFEFFone\r\n2");
    const { set } = await scene.host.openChange(now);
    expect(set.files.map(({ path }) => path)).toEqual(["app.py", "run.sh"]);
    expect(commits(scene)).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ["GraphQL's words after the effect", { kind: "graphql-error", after: true }],
    ["GraphQL's words before the effect", { kind: "graphql-error" }],
    ["a reset after the effect", { kind: "reset", after: true }],
    ["an error after the effect", { kind: "status", status: 502, after: true }],
    ["an error before the effect", { kind: "status", status: 502 }],
  ])("is made once where the answer is lost: %s", async (_, fault) => {
    const scene = await setUp();
    scene.github.faults.order({ on: "graphql:createCommitOnBranch", fault, times: 1 });

    const made = await scene.commit();

    expect(made).toEqual({ sha: (await scene.host.read()).head.sha });
    expect(commits(scene)).toHaveLength(1);
  });

  it("is found again when the job comes a second time", async () => {
    const scene = await setUp();

    const [first, second] = [await scene.commit(), await scene.commit()];

    expect(second).toEqual(first);
    expect(commits(scene)).toHaveLength(1);
  });

  it("is refused when a person pushed meanwhile: nothing of theirs is lost", async () => {
    const scene = await setUp();
    const theirs = await scene.ada.pushes(scene.repository, { branch: "topic", files: { "app.py": "theirs\n" } });

    await expect(scene.commit()).resolves.toMatchObject({ refused: "stale" });
    await expect(scene.host.read()).resolves.toMatchObject({ head: { sha: theirs } });
  });

  it("is refused on a protected branch, in GitHub's words", async () => {
    const scene = await setUp();
    scene.ada.protects(scene.repository, { pattern: "topic", pullRequestRequired: true });

    await expect(scene.commit()).resolves.toMatchObject({ refused: "protected", words: expect.stringMatching(/\w/) });
  });

  it("is refused when the branch is gone, and when the App may not write", async () => {
    const scene = await setUp();
    await expect(scene.commit({ branch: "nowhere" })).resolves.toMatchObject({ refused: "stale" });
    const reader = await setUp({ permissions: { metadata: "read", contents: "read", pull_requests: "write" } });

    await expect(reader.commit()).resolves.toMatchObject({ refused: "forbidden" });
    expect(reader.github.ledger.requestsOf("graphql")).toEqual([]);
  });
});

describe("the check", () => {
  it("is one a commit, whatever is there now, and never another App's", async () => {
    const scene = await setUp();
    const other = scene.github.createApp({ name: "Other", permissions: { checks: "write" }, events: [] });
    scene.github.install(other.app, "ada");
    const { checks } = scene.host;
    const report = { headSha: scene.head, title: "t", summary: "s", externalId: "1" };

    await checks.ensure(report);
    const begun = await checks.find(scene.head);
    await checks.ensure({ ...report, conclusion: "failure", externalId: "2" });
    await checks.ensure({ ...report, conclusion: "success", externalId: "3" });
    const done = await checks.find(scene.head);
    await checks.ensure({ ...report, externalId: "4" });
    const anew = await checks.find(scene.head);

    expect(begun).toMatchObject({ completed: false, externalId: "1" });
    expect(done).toMatchObject({ id: begun?.id, completed: true, conclusion: "success", externalId: "3" });
    expect(anew).toMatchObject({ completed: false, externalId: "4" });
    expect(scene.github.ledger.writesOf("checks/create")).toHaveLength(2);
    await expect(checks.read(begun?.id ?? 0)).resolves.toMatchObject({ externalId: "3" });
    await expect(checks.read(987_654)).resolves.toBeUndefined();
    await expect(checks.find("f".repeat(40))).resolves.toBeUndefined();
  });

  it("keeps within GitHub's limits", async () => {
    const { host, head } = await setUp();
    const actions = ["One with a label that is long", "b", "c", "d"].map((label) => ({
      label,
      description: "x".repeat(60),
      identifier: "review" as const,
    }));

    const made = await host.checks.ensure({
      headSha: head,
      title: "t".repeat(400),
      summary: "🎉".repeat(40_000),
      text: `\`\`\`\n${"line\n".repeat(40_000)}`,
      externalId: "x".repeat(20_000),
      conclusion: "neutral",
      actions,
    });

    expect(made).toBeUndefined();
    await expect(host.checks.find(head)).resolves.toMatchObject({ conclusion: "neutral" });
  });
});

describe("answers that are none", () => {
  it.each<[string, Fault]>([
    ["a web page", { kind: "html" }],
    ["half an answer", { kind: "truncated" }],
    ["bytes that are not what they say", { kind: "bad-gzip" }],
    ["an address on another host", { kind: "redirect", to: "http://127.0.0.2:9/elsewhere" }],
  ])("are an error without secrets, and nothing else happens: %s", async (_, fault) => {
    const { host, github } = await setUp();
    github.faults.order({ on: "pulls/get", fault });

    const error: unknown = await host.read().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Error);
    expect(String(error)).not.toMatch(/ghs_|eyJ/);
  });
});
