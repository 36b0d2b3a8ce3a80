import { afterEach, describe, expect, it } from "@jest/globals";
import { branchSha } from "../../../../demo/github/git/refs.ts";
import { openScene } from "../stage.ts";

type Scene = Awaited<ReturnType<typeof openScene>>;
let scene: Scene;
afterEach(() => {
  scene.close();
});

const APP = "def a():\n    return 1\n";

describe("people and pull requests", () => {
  it("does not let those push, merge or edit who may not", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, eve, repository } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });

    const refusals = [
      eve.pushes(repository, { branch: "y", files: { a: "b" } }),
      eve.merges(pull),
      eve.edits(pull, { title: "Y" }),
      eve.closes(pull),
      eve.convertsToDraft(pull),
      eve.labels(pull, "bug"),
      eve.enqueues(pull),
      eve.deletesBranch(repository, "x"),
    ];

    for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ status: 403 });
  });

  it("opens a pull request from a branch and tells of the push, the suite and the opening", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository, told, world } = scene;

    const pull = await ada.opensPullRequest(repository, {
      branch: "feature",
      files: { "app.py": APP.replace("1", "2") },
      title: "Two",
      body: "One\nmore",
    });

    expect(told()).toEqual(["push", "check_suite.requested", "pull_request.opened"]);
    expect(pull).toMatchObject({ number: 1, body: "One\r\nmore", head: { label: "ada:feature" } });
    expect(scene.emissions.at(-1)?.payload).toMatchObject({
      pull_request: {
        mergeable: true,
        mergeable_state: "clean",
        commits: 1,
        additions: 1,
        deletions: 1,
        changed_files: 1,
      },
    });
    expect(world.checkSuites.size).toBe(2);
  });

  it("opens a pull request from a fork, whose commits the parent can read", async () => {
    scene = await openScene({ "app.py": APP });
    const { eve, repository } = scene;
    const fork = await eve.forks(repository);

    const pull = await eve.opensPullRequest(repository, {
      fork,
      branch: "fix",
      files: { "app.py": "x\n" },
      title: "F",
    });

    expect(pull.head).toMatchObject({ label: "eve:fix", repositoryId: fork.id });
    expect((await repository.git.objects.read("refs/pull/1/head:app.py"))?.bytes.toString()).toBe("x\n");
    expect(await branchSha(repository.git, "fix")).toBeUndefined();
  });

  it("refuses a second one, one without commits, and one of a branch that is not there", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository } = scene;
    await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });

    await expect(ada.opensPullRequest(repository, { branch: "x", title: "X" })).rejects.toMatchObject({
      errors: [{ message: "A pull request already exists for ada:x." }],
    });
    await expect(ada.opensPullRequest(repository, { branch: "main", title: "X" })).rejects.toMatchObject({
      errors: [{ message: "No commits between main and main" }],
    });
    await expect(ada.opensPullRequest(repository, { branch: "nowhere", title: "X" })).rejects.toMatchObject({
      status: 422,
    });
  });

  it("takes in pushes and force pushes, and closes when the branch is gone", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository, told, emissions } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
    const first = pull.head.sha;
    emissions.length = 0;

    const second = await ada.pushes(repository, { branch: "x", files: { "app.py": "y\n" } });
    await expect(ada.pushes(repository, { branch: "x", from: first, files: { b: "b" } })).rejects.toThrow(
      "fast forward",
    );
    await ada.pushes(repository, { branch: "x", from: "main", files: { "app.py": "z\n" }, force: true });
    await ada.deletesBranch(repository, "x");

    expect(told()).toEqual([
      "push",
      "check_suite.requested",
      "pull_request.synchronize",
      "push",
      "check_suite.requested",
      "pull_request.synchronize",
      "push",
      "pull_request.closed",
    ]);
    expect(emissions[2]?.payload).toMatchObject({ before: first, after: second });
    expect(emissions[3]?.payload).toMatchObject({ forced: true });
    await expect(ada.reopens(pull)).rejects.toMatchObject({ status: 422 });
  });

  it("takes one of several pushes at once, and is told of each that came through in its order", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository, emissions } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
    emissions.length = 0;

    const from = pull.head.sha;
    const pushes = await Promise.allSettled(
      ["1", "2", "3"].map((text) => ada.pushes(repository, { branch: "x", from, files: { "app.py": text } })),
    );
    await Promise.all(
      ["4", "5"].map((text) => ada.pushes(repository, { branch: "x", from, files: { "app.py": text }, force: true })),
    );

    expect(pushes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const heads = emissions
      .filter(({ action }) => action === "synchronize")
      .map(({ payload }) => [payload["before"], payload["after"]]);
    expect(heads).toHaveLength(3);
    expect([heads[0]?.[1], heads[1]?.[1], heads[2]?.[1]]).toEqual([heads[1]?.[0], heads[2]?.[0], pull.head.sha]);
    expect(await branchSha(repository.git, "x")).toBe(pull.head.sha);
  });

  it("edits, drafts, labels, closes and reopens", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository, told, emissions } = scene;
    await ada.pushes(repository, { branch: "next", files: { "n.txt": "n\n" } });
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
    emissions.length = 0;

    await ada.edits(pull, { title: "Y", base: "next" });
    await ada.convertsToDraft(pull);
    await ada.marksReady(pull);
    await ada.labels(pull, "security");
    await ada.unlabels(pull, "Security");
    await ada.closes(pull);
    await ada.reopens(pull);

    expect(told()).toEqual(
      ["edited", "converted_to_draft", "ready_for_review", "labeled", "unlabeled", "closed", "reopened"].map(
        (action) => `pull_request.${action}`,
      ),
    );
    expect(emissions[0]?.payload["changes"]).toMatchObject({ title: { from: "X" }, base: { ref: { from: "main" } } });
  });

  it.each(["merge", "squash"] as const)("merges by %s and reverts", async (method) => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository, told, emissions } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
    emissions.length = 0;

    const sha = await ada.merges(pull, { method });
    const revert = await ada.reverts(pull);

    expect(told().slice(0, 3)).toEqual(["push", "check_suite.requested", "pull_request.closed"]);
    expect(emissions[2]?.payload).toMatchObject({
      pull_request: { merged: true, merge_commit_sha: sha, changed_files: 1 },
    });
    expect(revert).toMatchObject({ title: 'Revert "X"', body: "Reverts ada/shop#1" });
    await ada.merges(revert);
    expect((await repository.git.objects.read("refs/heads/main:app.py"))?.bytes.toString()).toBe(APP);
  });

  it("does not merge conflicts, drafts, a head that moved, or what a required check has not passed", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });
    repository.rules.push({
      pattern: "main",
      kind: "protection",
      requiredChecks: [{ context: "ReflexGen" }],
      pullRequestRequired: false,
    });

    await expect(ada.merges(pull)).rejects.toMatchObject({
      status: 405,
      message: 'Required status check "ReflexGen" is expected.',
    });
    await expect(ada.merges(pull, { sha: "0".repeat(40) })).rejects.toMatchObject({ status: 409 });
    await ada.pushes(repository, { branch: "main", files: { "app.py": "rival\n" } });
    await expect(ada.merges(pull)).rejects.toMatchObject({ status: 405, message: "Pull Request is not mergeable" });
  });

  it("notices a merge that somebody made by hand", async () => {
    scene = await openScene({ "app.py": APP });
    const { ada, repository } = scene;
    const pull = await ada.opensPullRequest(repository, { branch: "x", files: { "app.py": "x\n" }, title: "X" });

    await ada.forcePushes(repository, "main", pull.head.sha);

    expect(pull).toMatchObject({ state: "closed", merged: { sha: pull.head.sha } });
  });
});
