import { afterEach, describe, expect, it } from "@jest/globals";
import { RetryLaterError } from "../../../src/core/errors.ts";
import { openAppScene, type AppScene, type SceneOptions } from "./app-scene.ts";

let scenes: AppScene[] = [];
afterEach(async () => {
  const open = scenes;
  scenes = [];
  for (const scene of open) await scene.close();
});

const CODE = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

async function setUp(options: SceneOptions = {}) {
  const scene = await openAppScene({
    ...options,
    files: { "app.py": text(CODE), "gone.py": "x\n", "caller.py": "import app\nfrobnicate()\n", ...options.files },
  });
  scenes.push(scene);
  return scene;
}

/** A pull request of Ada's, and our window on it. */
async function pullOf(scene: AppScene, files: Parameters<AppScene["ada"]["pushes"]>[1]["files"]) {
  const pull = await scene.ada.opensPullRequest(scene.repository, { branch: "topic", title: "Change", files });
  const host = (await scene.open()).pull(pull.number);
  return { pull, host, now: await host.read() };
}

describe("a pull request's change", () => {
  it("says where comments can stand, on both sides", async () => {
    const { host, now } = await pullOf(await setUp(), {
      "app.py": text(CODE.with(9, "ten").toSpliced(19, 1)),
      "new.py": "one\ntwo\n",
      "gone.py": null,
    });

    const { set } = await host.openChange(now);

    expect(set).toMatchObject({ headSha: now.head.sha, removed: ["gone.py"], unread: [] });
    expect(set.files).toMatchObject([
      {
        path: "app.py",
        diffRanges: [
          { startLine: 7, endLine: 13 },
          { startLine: 17, endLine: 22 },
        ],
        removedRanges: [
          { startLine: 10, endLine: 10 },
          { startLine: 20, endLine: 20 },
        ],
      },
      { path: "new.py", diffRanges: [{ startLine: 1, endLine: 2 }], removedRanges: [] },
    ]);
  });

  it("of a fork is read through the base repository", async () => {
    const scene = await setUp();
    const eve = scene.github.person("eve");
    scene.ada.setsRole(scene.repository, "eve", "read");
    const fork = await eve.forks(scene.repository);
    const pull = await eve.opensPullRequest(scene.repository, {
      branch: "topic",
      title: "From a fork",
      fork,
      files: { "app.py": text(CODE.with(0, "first")) },
    });

    const host = (await scene.open()).pull(pull.number);
    const now = await host.read();
    const { set, files } = await host.openChange(now);

    expect(now).toMatchObject({ fork: true, author: { login: "eve" }, head: { repository: fork.id } });
    expect(set.files).toMatchObject([{ path: "app.py", changedLines: [{ startLine: 1, endLine: 1 }] }]);
    await expect(files.mentioning(["frobnicate"], 5)).resolves.toEqual(["caller.py"]);
    await expect((await scene.open()).pullsOf(now.head.sha)).resolves.toEqual([pull.number]);
  });

  it("is not read at another head than the one that was meant", async () => {
    const scene = await setUp();
    const { host, now } = await pullOf(scene, { "app.py": "1\n" });
    await scene.ada.pushes(scene.repository, { branch: "topic", files: { "app.py": "2\n" } });

    await expect(host.openChange(now)).rejects.toBeInstanceOf(RetryLaterError);
    await expect(host.openChange(await host.read())).resolves.toMatchObject({ set: { files: [{ head: "2\n" }] } });
  });

  it("of more than 100 files is fetched by git in few requests", async () => {
    const scene = await setUp();
    const names = Array.from({ length: 301 }, (_, index) => `src/file${index}.py`);
    const { host, now } = await pullOf(scene, Object.fromEntries(names.map((name) => [name, `# ${name}\n`])));
    scene.github.ledger.clear();

    const change = await host.openChange(now);

    const texts = new Map(change.set.files.map(({ path, head }) => [path, head]));
    expect(texts).toEqual(new Map(names.map((name) => [name, `# ${name}\n`])));
    expect(change.set.unread).toEqual([]);
    expect(scene.github.ledger.requestsOf("git/get-blob")).toEqual([]);
    expect(scene.github.ledger.requests.length).toBeLessThan(20);
    expect(scene.github.ledger.tokens.map(({ permissions }) => permissions)).toEqual([
      { contents: "read", metadata: "read" },
    ]);
    await change.close?.();
    await change.close?.();
  });

  it("of many files comes through the API where git can't fetch", async () => {
    const scene = await setUp();
    const names = Array.from({ length: 101 }, (_, index) => `file${index}.py`);
    const { host, now } = await pullOf(scene, Object.fromEntries(names.map((name) => [name, `# ${name}\n`])));
    scene.github.faults.order({ on: "git", fault: { kind: "status", status: 500 } });

    const { set, files } = await host.openChange(now);

    expect(set.files).toHaveLength(101);
    expect(set.files.every(({ head }) => head.startsWith("# file"))).toBe(true);
    await expect(files.mentioning(["frobnicate"], 5)).resolves.toEqual([]);
    expect(scene.logged.join("\n")).toContain("git could not fetch");
    expect(scene.logged.join("\n")).not.toMatch(/ghs_|Basic/);
  });

  it("can be searched for words in code, and in nothing else", async () => {
    const scene = await setUp({ files: { "notes.txt": "frobnicate\n", "lib/deep.py": "def frobnicate(): pass\n" } });
    const { host, now } = await pullOf(scene, { "app.py": "frobnicate(1)\n" });

    const change = await host.openChange(now);
    const found = await Promise.all([1, 2].map(() => change.files.mentioning(["frobnicate"], 5)));
    await change.close?.();

    expect(found).toEqual([
      ["app.py", "caller.py", "lib/deep.py"],
      ["app.py", "caller.py", "lib/deep.py"],
    ]);
  });

  it("loses no patch where GitHub's answer was too long for all", async () => {
    const long = (mark: string) => text(Array.from({ length: 6000 }, (_, index) => `${mark} ${index}`));
    const names = Array.from({ length: 12 }, (_, index) => `long${String(index).padStart(2, "0")}.py`);
    const scene = await setUp();
    const { host, now } = await pullOf(
      scene,
      Object.fromEntries([...names.map((name) => [name, long(name)]), ["zlast.py", "1\n"]]),
    );

    const { set } = await host.openChange(now);

    const asked = scene.github.ledger.requestsOf("pulls/list-files").map(({ path }) => path.split("?")[1]);
    expect(asked).toEqual(["per_page=100", "per_page=10&page=1", "per_page=10&page=2"]);
    expect(set.files.map(({ path }) => path)).toEqual([...names, "zlast.py"]);
    expect(set.files.find(({ path }) => path === "zlast.py")?.diffRanges).toEqual([{ startLine: 1, endLine: 1 }]);
  });
});

describe("what was said", () => {
  it("is ours only when our bot said it; replies and their authors come along", async () => {
    const scene = await setUp();
    const { host, pull, now } = await pullOf(scene, { "app.py": text(CODE.with(0, "first")) });
    const comment = { path: "app.py", side: "RIGHT" as const, line: 1, body: "Ours." };
    await host.conversation.postReview({ commitSha: now.head.sha, body: "Review.", comments: [comment] });
    await host.conversation.postComment("Ours too.");
    scene.ada.comments(pull, "Theirs.");
    await scene.ada.reviews(pull, { body: "Theirs.", comments: [{ path: "app.py", line: 1, body: "Theirs." }] });
    const [ours] = scene.github.world.reviewComments.values();
    if (ours) scene.ada.replies(ours, "Why?");
    if (ours) scene.ada.resolves(ours);

    const said = await host.conversation.read();

    expect(said.reviews).toMatchObject([{ body: "Review.", commitSha: now.head.sha, byUs: true }]);
    expect(said.comments).toMatchObject([{ body: "Ours too.", author: { login: "reflexgen[bot]", bot: true } }]);
    expect(said.threads).toMatchObject([
      {
        resolved: true,
        outdated: false,
        id: expect.any(String),
        first: { body: "Ours.", path: "app.py", line: 1, commitSha: now.head.sha },
        replies: [{ body: "Why?", byUs: false, author: { login: "ada", bot: false } }],
      },
    ]);
  });

  it("has no line any more when its lines were changed", async () => {
    const scene = await setUp();
    const { host, now } = await pullOf(scene, { "app.py": text(CODE.with(0, "first")) });
    const comment = { path: "app.py", side: "RIGHT" as const, line: 1, body: "Ours." };
    await host.conversation.postReview({ commitSha: now.head.sha, body: "Review.", comments: [comment] });
    await scene.ada.pushes(scene.repository, { branch: "topic", files: { "app.py": text(CODE.with(0, "again")) } });

    const { threads } = await host.conversation.read();

    expect(threads).toMatchObject([{ outdated: true, first: { commitSha: now.head.sha } }]);
    expect(threads[0]?.first).not.toHaveProperty("line");
  });

  it("is read in full where GraphQL may not be asked; threads then can't be resolved", async () => {
    const scene = await setUp();
    const { host, now } = await pullOf(scene, { "app.py": text(CODE.with(0, "first")) });
    const comment = { path: "app.py", side: "RIGHT" as const, line: 1, body: "Ours." };
    await host.conversation.postReview({ commitSha: now.head.sha, body: "", comments: [comment] });
    const refusal = { message: "Resource not accessible by integration", type: "FORBIDDEN" };
    scene.github.faults.order({
      on: "graphql",
      fault: { kind: "status", status: 200, body: { data: { repository: null }, errors: [refusal] } },
    });

    const { threads } = await host.conversation.read();

    expect(threads).toMatchObject([{ resolved: false, first: { body: "Ours." } }]);
    expect(threads[0]).not.toHaveProperty("id");
    await expect(host.conversation.resolve("PRRT_x")).resolves.toBe("forbidden");
  });

  it("in another pull request is not found by its number", async () => {
    const scene = await setUp();
    const { pull, host } = await pullOf(scene, { "app.py": "1\n" });
    const other = await scene.ada.opensPullRequest(scene.repository, {
      branch: "other",
      title: "Other",
      files: { "app.py": "2\n" },
    });
    const here = scene.ada.comments(pull, "/reflexgen review");
    const there = scene.ada.comments(other, "/reflexgen review");

    await expect(host.conversation.readComment("conversation", here.id)).resolves.toMatchObject({
      body: "/reflexgen review",
      author: { login: "ada" },
    });
    await expect(host.conversation.readComment("conversation", there.id)).resolves.toBeUndefined();
    await expect(host.conversation.readComment("conversation", 999_999)).resolves.toBeUndefined();
    await expect(host.conversation.readComment("diff", here.id)).resolves.toBeUndefined();
  });
});

describe("rights and rules", () => {
  it("tells what someone may do now", async () => {
    const scene = await setUp();
    const { host } = await pullOf(scene, { "app.py": "1\n" });
    scene.github.person("eve");
    const seen: string[] = [];
    for (const role of ["admin", "maintain", "write", "triage", "read", undefined] as const) {
      scene.ada.setsRole(scene.repository, "eve", role);
      seen.push(await host.permissionOf("eve"));
    }

    expect(seen).toEqual(["admin", "maintain", "write", "triage", "read", "none"]);
    await expect(host.permissionOf("nobody-of-that-name")).resolves.toBe("none");
  });

  it.each(["protection", "ruleset"] as const)("knows whether the check is required: by a %s", async (kind) => {
    const scene = await setUp();
    const { host } = await pullOf(scene, { "app.py": "1\n" });
    const before = await host.checks.isRequired("main");
    scene.ada.protects(scene.repository, { pattern: "main", kind, requiredChecks: [{ context: "ReflexGen" }] });

    expect([before, await host.checks.isRequired("main")]).toEqual([false, true]);
  });

  it("reads files at any commit, and follows no link", async () => {
    const scene = await setUp({ files: { link: { content: "app.py", mode: "120000" }, "deep/config.yml": "a: 1\n" } });
    const { host, now } = await pullOf(scene, { "app.py": "1\n" });

    await expect(host.readAt(now.base.sha, "app.py")).resolves.toBe(text(CODE));
    await expect(host.readAt(now.base.sha, "deep/config.yml")).resolves.toBe("a: 1\n");
    for (const path of ["link", "nothing", "../x", ".git/config"])
      await expect(host.readAt(now.base.sha, path)).resolves.toBeUndefined();
  });
});

describe("a merge group", () => {
  it("names its pull requests, and its change can be read", async () => {
    const scene = await setUp();
    const { pull, now } = await pullOf(scene, { "app.py": text(CODE.with(0, "first")) });
    scene.ada.protects(scene.repository, {
      pattern: "main",
      mergeQueue: true,
      requiredChecks: [{ context: "ReflexGen" }],
    });
    await scene.ada.enqueues(pull);
    const [entry] = scene.github.world.mergeQueue;
    const repository = await scene.open();

    const numbers = await repository.mergedIn(entry?.baseSha ?? "", entry?.headSha ?? "");
    const { set } = await repository.openRange(entry?.baseSha ?? "", entry?.headSha ?? "");

    expect(numbers).toEqual([pull.number]);
    expect(set).toMatchObject({ baseSha: now.base.sha, headSha: entry?.headSha, files: [{ path: "app.py" }] });
  });
});
