import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { writeCommit } from "../../../demo/github/git/commit-files.ts";
import { branchSha } from "../../../demo/github/git/refs.ts";
import { CLEAN, openStage, opened, REPAIRED, type Stage, WEAK } from "./stage.ts";
import { pushed, seen } from "./threads.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const SAID = ["app.py:11", "app.py:15"];
const ABOVE = "# Ours.\nLIMIT = 3\n\n\n";

describe("a finding that was said", () => {
  it("is not said again when its lines move, and not when they move back", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    await pushed(stage, scene, { "app.py": `${ABOVE}${WEAK}` });
    await pushed(stage, scene, { "app.py": WEAK });

    expect(seen(scene, pull)).toMatchObject({
      threads: SAID,
      answers: [],
      check: expect.stringMatching(/^completed failure: 2 findings/),
    });
    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
  });

  it("is not said again when its function is renamed", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    await pushed(stage, scene, {
      "app.py": WEAK.replace("def find(", "def search(").replace("def ping(", "def reach("),
    });

    expect(seen(scene, pull)).toMatchObject({ threads: SAID, answers: [] });
  });

  it("is not said again when its file, which the pull request adds, is renamed by a later push", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "tool.py": WEAK });

    await pushed(stage, scene, { "tool.py": null, "tools/tool.py": `${ABOVE}${WEAK}` });
    const renamed = seen(scene, pull);
    await pushed(stage, scene, { "tools/tool.py": REPAIRED });

    expect(renamed).toMatchObject({ threads: ["tool.py:11 outdated", "tool.py:15 outdated"], answers: [] });
    expect(renamed.check).toMatch(/^completed failure: 2 findings/);
    expect(seen(scene, pull).threads).toEqual(["tool.py:11 resolved outdated", "tool.py:15 resolved outdated"]);
    expect(seen(scene, pull).check).toMatch(/^completed success/);
  });

  it("is not said again when the branch is rebased, or amended and pushed by force (D8)", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    await scene.bob.pushes(scene.repository, { branch: "main", files: { "app.py": `${ABOVE}${CLEAN}` } });
    await pushed(stage, scene, { "app.py": `${ABOVE}${WEAK}` }, "main");
    const rebased = seen(scene, pull);
    await pushed(stage, scene, { "app.py": `${ABOVE}${WEAK}`, "README.md": "# Shop\n" }, "main");

    expect(rebased.answers).toEqual([]);
    expect(seen(scene, pull).threads.map((words) => words.split(" ")[0])).toEqual(SAID);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
  });

  it("is not said again when the base is merged into the branch; what the base brings is nobody's news here (D8)", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const others = { "report.py": WEAK };
    await scene.bob.pushes(scene.repository, { branch: "main", files: others });

    const { git } = scene.repository;
    const parents = [pull.head.sha, (await branchSha(git, "main")) ?? ""];
    const { name, email } = scene.ada.account;
    const author = { name, email, date: new Date() };
    const merge = await writeCommit(git, { parents, files: others, message: "Merge main", author, committer: author });
    await scene.ada.forcePushes(scene.repository, "feature", merge);
    await stage.quiet();

    expect(seen(scene, pull)).toMatchObject({ threads: SAID, answers: [] });
    expect(scene.ada.sees(pull).checks.at(-1)?.output.summary).toContain("1 file");
  });

  it("stays where the pull request gets another base, whose review is a new one (D8)", async () => {
    const scene = await stage.scene();
    await scene.bob.pushes(scene.repository, { branch: "next", files: { "report.py": "import os\n" } });
    const pull = await opened(stage, scene);
    const before = scene.ada.sees(pull).checks.length;

    await scene.ada.edits(pull, { base: "next" });
    await stage.quiet();

    expect(seen(scene, pull)).toMatchObject({ threads: SAID, answers: [] });
    expect(scene.ada.sees(pull).checks.length).toBe(before + 1);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
  });

  it("keeps its own thread when an equal one above it is repaired", async () => {
    const scene = await stage.scene();
    const twice = (first: string) => `import sqlite3


def find(request, db):
    name = request.args["name"]
    ${first}
    count = 1
    count += 2
    count += 3
    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)
`;
    const weak = `db.execute("DELETE FROM log WHERE name = '%s'" % name)`;
    const pull = await opened(stage, scene, { "app.py": twice(weak) });
    const before = seen(scene, pull).threads;

    await pushed(stage, scene, { "app.py": twice(`db.execute("DELETE FROM log WHERE name = ?", (name,))`) });

    expect(before).toEqual(["app.py:6", "app.py:10"]);
    expect(seen(scene, pull).threads).toEqual(["app.py:6 resolved outdated", "app.py:10"]);
  });
});
