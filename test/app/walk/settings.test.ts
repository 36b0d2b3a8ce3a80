import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { runsOf } from "../../../demo/github/checks/check-run.ts";
import { branchSha } from "../../../demo/github/git/refs.ts";
import { CLEAN, openStage, opened, REPAIRED, START, type Stage, WEAK } from "./stage.ts";
import { lessonsIn } from "./lessons.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const POLICY = ".github/reflexgen.yml";

describe("the settings of a repository", () => {
  it("are those of the base side: a change can't soften what it is judged by (C1)", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene, { "app.py": WEAK, [POLICY]: 'exclude: ["**"]\nblockAt: never\n' });

    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
  });

  it("decide what is reviewed and what fails the check, and the check says what they left out (C7)", async () => {
    const files = { ...START, [POLICY]: 'exclude: ["legacy/**"]\nblockAt: critical\n' };
    const scene = await stage.scene({ files });

    const pull = await opened(stage, scene, { "app.py": WEAK, "legacy/old.py": WEAK });

    const { threads, checks } = scene.ada.sees(pull);
    expect(new Set(threads.map(({ original }) => original.path))).toEqual(new Set(["app.py"]));
    expect(checks).toMatchObject([{ conclusion: "neutral" }]);
    expect(checks[0]?.output.summary).toContain("legacy/old.py");
    expect(checks[0]?.output.summary).toContain("excluded by policy");
  });

  it.each([
    ["no YAML", "a: [", "not valid YAML"],
    ["a key that there is none of", "baseUrl: https://evil.example/\n", "baseUrl: no such setting"],
    ["a wrong type", "maxFiles: lots\n", "maxFiles: wrong type"],
  ])("that are malformed (%s) are left out, and the check says so (C2)", async (_, policy, words) => {
    const scene = await stage.scene({ files: { ...START, [POLICY]: policy } });

    const pull = await opened(stage, scene);

    const [check] = scene.ada.sees(pull).checks;
    expect(check).toMatchObject({ conclusion: "failure" });
    expect(check?.output.summary).toContain(words);
    expect(check?.output.summary).not.toContain("evil.example");
  });
});

describe("a repository that gets another name", () => {
  it("is reviewed on under it, and nothing is said twice", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    scene.bob.renames(scene.repository, "store");
    await stage.quiet();
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": `${WEAK}\n` } });
    await stage.quiet();

    const { reviews, checks } = scene.ada.sees(pull);
    expect(reviews).toHaveLength(1);
    expect(checks).toMatchObject([{ conclusion: "failure", headSha: pull.head.sha }]);
  });

  it("keeps its own reviews when another takes the old one", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const owner = stage.github.world.accounts.get(scene.repository.ownerId)?.login ?? "";

    scene.bob.renames(scene.repository, "store");
    const impostor = await stage.github.createRepository({ owner, name: "shop", private: true, files: START });
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } });
    await stage.quiet();

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "success", headSha: pull.head.sha }]);
    const written = [...stage.github.world.checkRuns.values()].filter(
      ({ repositoryId }) => repositoryId === impostor.id,
    );
    expect(written).toEqual([]);
  });
});

describe("a merge queue", () => {
  it("gets its answer on the merged commit, and merges what is clean", async () => {
    const scene = await stage.scene();
    scene.bob.protects(scene.repository, { requiredChecks: [{ context: "ReflexGen" }], mergeQueue: true });
    const pull = await opened(stage, scene, { "app.py": CLEAN });

    await scene.ada.enqueues(pull);
    await stage.quiet();

    expect(pull.merged).toBeDefined();
    const runs = runsOf(stage.github.world, scene.repository, pull.merged?.sha ?? "");
    expect(runs).toMatchObject([{ conclusion: "success", status: "completed" }]);
  });

  it("lets nothing through that is still open", async () => {
    const scene = await stage.scene();
    scene.bob.protects(scene.repository, { requiredChecks: [{ context: "ReflexGen" }], mergeQueue: true });
    const pull = await opened(stage, scene);

    await scene.ada.enqueues(pull);
    await stage.quiet();

    expect(pull.merged).toBeUndefined();
    expect(stage.github.world.mergeQueue.filter(({ pullId }) => pullId === pull.id)).toEqual([]);
  });

  it("gets an answer where no commit tells of the pull request, only the queue's branch", async () => {
    const scene = await stage.scene();
    await opened(stage, scene);
    const before = await branchSha(scene.repository.git, "main");
    const sha = await scene.ada.pushes(scene.repository, {
      branch: "gh-readonly-queue/main/pr-1-abc",
      from: "main",
      files: { "app.py": CLEAN },
    });
    const merge_group = {
      head_sha: sha,
      head_ref: "refs/heads/gh-readonly-queue/main/pr-1-abc",
      base_sha: before,
      base_ref: "refs/heads/main",
      head_commit: {
        id: sha,
        tree_id: sha,
        message: "x",
        timestamp: "2026-01-31T12:00:00Z",
        author: { name: "a", email: "a@b.c" },
        committer: { name: "a", email: "a@b.c" },
      },
    };
    const told = { event: "merge_group", action: "checks_requested", repository: scene.repository };
    stage.github.emit({ ...told, sender: scene.ada.account, payload: { merge_group } });
    await stage.quiet();

    expect(runsOf(stage.github.world, scene.repository, sha)).toMatchObject([{ conclusion: "failure" }]);
  });
});

describe("a merge", () => {
  it("teaches the repository what was repaired, once, and what was not repaired not", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;
    await scene.ada.commitsSuggestion(first!);
    await stage.quiet();

    await scene.ada.merges(pull);
    await stage.quiet();
    const closed = stage.github.webhooks.deliveries().filter(({ action }) => action === "closed");
    for (const delivery of closed) stage.github.webhooks.redeliver(delivery);
    await stage.quiet();

    const lessons = await lessonsIn(stage.folder, `repo:${scene.repository.id}`);
    expect(lessons).toMatchObject([
      { kind: "lesson", status: "active", weaknesses: ["CWE-89"], standing: { adopted: 1 } },
    ]);
    expect(lessons[0]?.examples[0]?.secure).toContain("WHERE name = ?");
  });

  it("teaches nothing when the pull request was closed without it", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    await scene.ada.commitsSuggestions(scene.ada.sees(pull).reviewComments);
    await stage.quiet();

    await scene.ada.closes(pull);
    await stage.quiet();

    expect(await lessonsIn(stage.folder, `repo:${scene.repository.id}`)).toEqual([]);
  });
});
