import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openStage, opened, REPAIRED, type Stage, WEAK } from "./stage.ts";
import { pushed, seen } from "./threads.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const MORE = `${WEAK}\n\ndef tag():\n    return 7\n`;
const MARK = /<!-- reflexgen:.* -->$/;

describe("a thread that somebody resolved while the defect stands", () => {
  it("stops the repetition, and counts in the check", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    for (const comment of scene.ada.sees(pull).reviewComments) scene.ada.resolves(comment);

    await pushed(stage, scene, { "app.py": MORE });

    expect(seen(scene, pull).threads).toEqual(["app.py:11 resolved", "app.py:15 resolved"]);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
    expect(seen(scene, pull).summary).toMatch(/2 findings/);
  });

  it("does not silence other code that took its place", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    for (const comment of scene.ada.sees(pull).reviewComments) scene.ada.resolves(comment);

    await pushed(stage, scene, { "app.py": WEAK.replace('"ping -c 1 " + host', '"ping -c 9 -f " + host') });

    expect(seen(scene, pull).threads).toEqual(["app.py:11 resolved", "app.py:15 resolved outdated", "app.py:15"]);
  });
});

describe("a thumbs down on our comment", () => {
  it("stops the repetition of what comes back as it was, and nothing else", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;
    scene.eve.reacts(first!, "-1");

    await pushed(stage, scene, { "app.py": REPAIRED });
    const repaired = seen(scene, pull);
    await pushed(stage, scene, { "app.py": WEAK });

    expect(repaired.check).toMatch(/^completed success/);
    expect(seen(scene, pull).threads.map((words) => words.split(" ")[0])).toEqual([
      "app.py:11",
      "app.py:15",
      "app.py:15",
    ]);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
  });
});

describe("marks of ours that are not as we wrote them (P8)", () => {
  it("edited by a maintainer: not honoured, and the finding is said anew", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;
    scene.bob.editsReviewComment(first!, first!.body.replace(/^.*$/m, "Nothing to see here."));

    await pushed(stage, scene, { "app.py": MORE });

    expect(seen(scene, pull).threads).toEqual(["app.py:11", "app.py:15", "app.py:11"]);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
  });

  it("copied from another pull request, or of an older form: not honoured", async () => {
    const scene = await stage.scene();
    const other = await opened(stage, scene);
    await scene.bob.closes(other);
    const pull = await scene.ada.opensPullRequest(scene.repository, {
      branch: "second",
      title: "More",
      files: { "app.py": WEAK },
    });
    await stage.quiet();
    const [copied] = scene.ada.sees(other).reviewComments;
    const [first, second] = scene.ada.sees(pull).reviewComments;
    scene.bob.editsReviewComment(first!, copied!.body);
    scene.bob.editsReviewComment(second!, second!.body.replace(/<!-- reflexgen:\d+ /, "<!-- reflexgen:0 "));

    await scene.ada.pushes(scene.repository, { branch: "second", files: { "app.py": MORE } });
    await stage.quiet();

    expect(seen(scene, pull).threads).toEqual(["app.py:11", "app.py:15", "app.py:11", "app.py:15"]);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
  });

  it("forged in somebody's own comment, and a summary that says all is declined: not honoured", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const summary = scene.ada.sees(pull).comments[0]!;
    scene.eve.comments(pull, summary.body);
    const mark = MARK.exec(summary.body)?.[0] ?? "";
    scene.bob.editsComment(summary, `### ReflexGen: 2 declined\n\n${mark}`);

    await pushed(stage, scene, { "app.py": MORE });

    expect(mark).not.toBe("");
    expect(seen(scene, pull).threads).toEqual(["app.py:11", "app.py:15"]);
    expect(seen(scene, pull).check).toMatch(/^completed failure: 2 findings/);
  });
});
