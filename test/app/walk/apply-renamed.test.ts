import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { answers, APPLY_ALL, commitsSince, reviewed } from "./apply-scene.ts";
import { openStage, REPAIRED, type Stage, textAt, WEAK } from "./stage.ts";
import { pushed } from "./threads.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("fixes of a file that a later push renamed", () => {
  it("are committed where it stands now, also when lines moved, and once", async () => {
    const scene = await reviewed(stage, { "tool.py": WEAK });
    await pushed(stage, scene, { "tool.py": null, "tools/tool.py": `LIMIT = 3\n${WEAK}` });
    const renamed = scene.pull.head.sha;

    scene.ada.comments(scene.pull, APPLY_ALL);
    scene.ada.comments(scene.pull, APPLY_ALL);
    await stage.quiet();

    const { sha } = scene.pull.head;
    expect(await commitsSince(scene, scene.pull, renamed)).toHaveLength(1);
    expect(await textAt(scene.repository, sha, "tools/tool.py")).toBe(`LIMIT = 3\n${REPAIRED}`);
    expect(await textAt(scene.repository, sha, "tool.py")).toBe("");
    expect(answers(scene, scene.pull)).toEqual([
      `Committed 2 fixes as \`${sha.slice(0, 7)}\`; the new head is being checked.`,
    ]);
    expect(scene.ada.sees(scene.pull).checks.at(-1)).toMatchObject({ conclusion: "success", headSha: sha });
  });

  it("are committed where a file of the base branch was renamed, too", async () => {
    const scene = await reviewed(stage);
    await pushed(stage, scene, { "app.py": null, "shop/app.py": WEAK });

    scene.ada.comments(scene.pull, APPLY_ALL);
    await stage.quiet();

    expect(await textAt(scene.repository, scene.pull.head.sha, "shop/app.py")).toBe(REPAIRED);
  });

  it("are not written where it is a file now that decides what runs (A5)", async () => {
    const scene = await reviewed(stage, { "tool.py": WEAK });
    await pushed(stage, scene, { "tool.py": null, ".github/tool.py": WEAK });
    const renamed = scene.pull.head.sha;

    scene.ada.comments(scene.pull, APPLY_ALL);
    await stage.quiet();

    expect(scene.pull.head.sha).toBe(renamed);
    expect(answers(scene, scene.pull).join("\n")).toContain("never written by the App");
  });

  it("are left where the file is gone for good", async () => {
    const scene = await reviewed(stage, { "tool.py": WEAK, "other.py": "b = 1\n" });
    stage.github.webhooks.hold();
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "tool.py": null } });
    const deleted = scene.pull.head.sha;
    scene.ada.comments(scene.pull, APPLY_ALL);
    stage.github.webhooks.release();
    await stage.quiet();

    expect(scene.pull.head.sha).toBe(deleted);
  });
});
