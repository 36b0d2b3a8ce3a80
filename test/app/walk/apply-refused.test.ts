import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { entryAt } from "../../../demo/github/git/tree.ts";
import { runGit } from "../../../demo/github/git/run-git.ts";
import { answers, APPLY_ALL, BOX, commitsSince, reviewed } from "./apply-scene.ts";
import { openStage, opened, REPAIRED, type Stage, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const commits = () => stage.github.ledger.writesOf("graphql:createCommitOnBranch");

describe("a branch that is not written to (A9)", () => {
  it("is one of a locked, a closed and a merged pull request", async () => {
    const { pull, summary, ada, bob, old } = await reviewed(stage);
    stage.github.ledger.clear();

    pull.locked = true;
    ada.comments(pull, APPLY_ALL);
    await stage.quiet();
    pull.locked = false;
    await ada.closes(pull);
    ada.comments(pull, APPLY_ALL);
    await stage.quiet();
    await ada.reopens(pull);
    await bob.merges(pull);
    ada.comments(pull, APPLY_ALL);
    bob.ticks(summary, BOX);
    await stage.quiet();

    expect(commits()).toEqual([]);
    expect(pull.head.sha).toBe(old);
    expect(answers({ ada }, pull)).toEqual([
      "Nothing was committed: the conversation is locked: commit the suggestions yourself",
      "Nothing was committed: the pull request is closed",
      "Nothing was committed: the pull request is merged",
    ]);
  });

  it("is one that is gone, and one that a ruleset keeps commits out of", async () => {
    const gone = await reviewed(stage);
    const ruled = await reviewed(stage);
    stage.github.ledger.clear();
    ruled.bob.protects(ruled.repository, { pattern: "feat*", pullRequestRequired: true, kind: "ruleset" });
    stage.github.webhooks.hold();
    gone.ada.comments(gone.pull, APPLY_ALL);
    await gone.ada.deletesBranch(gone.repository, "feature");
    ruled.ada.comments(ruled.pull, APPLY_ALL);
    ruled.ada.comments(ruled.pull, APPLY_ALL);

    stage.github.webhooks.release();
    await stage.quiet();

    expect(stage.github.ledger.requestsOf("graphql:createCommitOnBranch")).toEqual([]);
    expect(commits()).toEqual([]);
    expect(answers(gone, gone.pull)).toEqual([
      expect.stringMatching(/^Nothing was committed: the (?:branch|pull request)/),
    ]);
    expect(answers(ruled, ruled.pull)).toEqual([
      "Nothing was committed: the branch is protected: commit the suggestions yourself",
    ]);
  });
});

describe("files that are not written", () => {
  it("are those that decide what runs, and others are (A5)", async () => {
    const { pull, ada, repository, old } = await reviewed(stage, {
      "app.py": WEAK,
      ".github/tools/run.py": WEAK,
      "sub/.GitHub/run.py": WEAK,
      ".circleci/run.py": WEAK,
    });

    ada.comments(pull, APPLY_ALL);
    await stage.quiet();

    expect(await commitsSince({ repository }, pull, old)).toHaveLength(1);
    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
    for (const path of [".github/tools/run.py", "sub/.GitHub/run.py", ".circleci/run.py"])
      expect(await textAt(repository, pull.head.sha, path)).toBe(WEAK);
    const [, , list = ""] = answers({ ada }, pull)[0]?.split("\n\n") ?? [];
    expect(list.split("\n").length).toBeGreaterThanOrEqual(3);
    for (const line of list.split("\n")) expect(line).toContain(": files of this kind are never written by the App");
  });

  it("are what is no plain file, and the bytes around a fix stay as they are (A10)", async () => {
    const odd = `\uFEFF${WEAK.replaceAll("\n", "\r\n").trimEnd()}`;
    const fixed = `\uFEFF${REPAIRED.replaceAll("\n", "\r\n").trimEnd()}`;
    const { pull, ada, repository } = await reviewed(stage, {
      "app.py": odd,
      "tool.py": { content: WEAK, mode: "100755" },
      "link.py": { content: "app.py", mode: "120000" },
    });

    ada.comments(pull, APPLY_ALL);
    await stage.quiet();

    expect(await textAt(repository, pull.head.sha)).toBe(fixed);
    expect(await textAt(repository, pull.head.sha, "tool.py")).toBe(WEAK);
    const modes = await Promise.all(
      ["app.py", "tool.py", "link.py"].map(async (path) => (await entryAt(repository.git, pull.head.sha, path))?.mode),
    );
    expect(modes).toEqual(["100644", "100755", "120000"]);
    expect(answers({ ada }, pull)[0]).toContain("its file is executable, which such a commit would not keep");
  });
});

describe("a fork (A4)", () => {
  it("is explained once, with a patch that git am takes, and GitHub is not asked in vain", async () => {
    const scene = await stage.scene({ private: false });
    const mallory = stage.github.person("mallory");
    const fork = await mallory.forks(scene.repository);
    const wish = { fork, branch: "x", title: "X", files: { "app.py": WEAK } };
    const pull = await mallory.opensPullRequest(scene.repository, wish);
    await stage.quiet();
    stage.github.ledger.clear();

    for (const person of [scene.ada, scene.bob, scene.ada]) person.comments(pull, APPLY_ALL);
    await stage.quiet();

    expect(stage.github.ledger.requestsOf("graphql:createCommitOnBranch")).toEqual([]);
    const [said, ...more] = answers(scene, pull);
    expect(more).toEqual([]);
    expect(said).toContain("Nothing was committed: no App can push to a fork");
    const patch = /```diff\n([^]*?)\n```/.exec(said ?? "")?.[1] ?? "";
    // What git makes of it, on a bare repository: by its index alone.
    const base = await textAt(fork, pull.head.sha);
    expect(base).toBe(WEAK);
    const checked = await runGit(fork.git.folder, ["apply", "--stat", "-"], Buffer.from(patch));
    expect(checked.toString()).toContain("app.py");
    expect(patch).toContain("\nSubject: [PATCH] fix: 2 findings\n");
  });
});

describe("a mistaken wish", () => {
  it("is answered once, with what there is", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "app.py": "import sqlite3\n\n\ndef a():\n    return 2\n" });

    for (let time = 0; time < 3; time++) scene.ada.comments(pull, APPLY_ALL);
    await stage.quiet();

    expect(answers(scene, pull)).toEqual(["Nothing was committed: no checked fix is left to apply here"]);
  });
});
