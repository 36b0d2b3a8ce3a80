import { afterEach, describe, expect, it } from "@jest/globals";
import type { CheckReport } from "../../../src/core/pull-request.ts";
import { openAppScene, type AppScene } from "./app-scene.ts";

let scenes: AppScene[] = [];
afterEach(async () => {
  const open = scenes;
  scenes = [];
  for (const scene of open) await scene.close();
});

async function setUp() {
  const scene = await openAppScene({ files: { "app.py": "a = 1\n" } });
  scenes.push(scene);
  const { ada, repository } = scene;
  const pull = await ada.opensPullRequest(repository, { branch: "topic", title: "X", files: { "a.py": "a = 2\n" } });
  const host = (await scene.open()).pull(pull.number);
  const concluded = (headSha: string, externalId: string, other: Partial<CheckReport> = {}) =>
    host.checks.ensure({ headSha, title: "T", summary: "S", conclusion: "success", externalId, ...other });
  const pushes = (text: string, from?: string) =>
    ada.pushes(repository, { branch: "topic", files: { "a.py": text }, ...(from ? { from, force: true } : {}) });
  const read = async () => (await host.earlierChecks()).map(({ headSha, externalId }) => [headSha, externalId]);
  return { ...scene, pull, host, concluded, pushes, read };
}

describe("our earlier checks of a pull request", () => {
  it("are the completed ones on its commits, the newest first, also where one began anew", async () => {
    const { pull, concluded, host, pushes, read } = await setUp();
    const first = pull.head.sha;
    await concluded(first, "one");
    const second = await pushes("a = 3\n");
    await concluded(second, "two");
    await host.checks.ensure({ headSha: second, title: "T", summary: "S", externalId: "again" });

    expect(await read()).toEqual([
      [second, "two"],
      [first, "one"],
    ]);
  });

  it("are also those on heads that force pushes left behind", async () => {
    const { pull, concluded, pushes, read, github } = await setUp();
    const first = pull.head.sha;
    await concluded(first, "one");
    github.world.clock.advance(5000);
    const second = await pushes("a = 3\n");
    await pushes("a = 4\n", "main");
    await concluded(second, "two");
    await pushes("a = 5\n", "main");

    expect(await read()).toEqual([
      [second, "two"],
      [first, "one"],
    ]);
  });

  it("are none of another App's, whatever it calls them", async () => {
    const { pull, concluded, read, github } = await setUp();
    const { app: other } = github.createApp({ name: "Other", permissions: { checks: "write" }, events: [] });
    await concluded(pull.head.sha, "one");
    for (const suite of github.world.checkSuites.values()) suite.appId = other.id;
    for (const run of github.world.checkRuns.values()) run.appId = other.id;

    expect(await read()).toEqual([]);
  });

  it("are read one by one where GraphQL is refused", async () => {
    const { pull, concluded, pushes, read, github } = await setUp();
    const first = pull.head.sha;
    await concluded(first, "one");
    const second = await pushes("a = 3\n");
    await concluded(second, "two");
    github.faults.order({ on: "graphql", fault: { kind: "status", status: 403 }, times: 5 });

    expect(await read()).toEqual([
      [second, "two"],
      [first, "one"],
    ]);
  });
});
