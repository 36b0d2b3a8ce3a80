import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { CLEAN, far, openStage, opened, REPAIRED, type Stage, START, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe("a pull request with weaknesses", () => {
  it("gets one review with a button at each checked fix, one summary, and one check", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene);

    const { reviews, reviewComments, threads, comments, checks } = scene.ada.sees(pull);
    expect(reviews).toHaveLength(1);
    expect(reviews[0]).toMatchObject({ commitId: pull.head.sha, state: "COMMENTED" });
    expect(threads.map(({ original: { path, line, startLine } }) => [path, startLine, line])).toEqual([
      ["app.py", undefined, 11],
      ["app.py", undefined, 15],
    ]);
    for (const { body } of reviewComments) expect(body).toContain("```suggestion\n");
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toMatch(/^### ReflexGen: 2 findings\n/);
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ status: "completed", conclusion: "failure", headSha: pull.head.sha });
    expect(checks[0]?.output.title).toBe("2 findings (2 high): blocking");
  });

  it("becomes exactly what was checked when both buttons are pressed", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    await scene.ada.commitsSuggestions(scene.ada.sees(pull).reviewComments);
    await stage.quiet();

    expect(await textAt(scene.repository, pull.head.sha)).toBe(REPAIRED);
    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "success", headSha: pull.head.sha }]);
  });

  it("of somebody's fork is reviewed all the same", async () => {
    const scene = await stage.scene({ private: false });
    const eve = stage.github.person("mallory");
    const fork = await eve.forks(scene.repository);

    const pull = await eve.opensPullRequest(scene.repository, {
      fork,
      branch: "search",
      title: "Search",
      files: { "app.py": WEAK },
    });
    await stage.quiet();

    const { reviews, reviewComments, checks } = eve.sees(pull);
    expect(reviews).toHaveLength(1);
    for (const { body } of reviewComments) expect(body).toContain("```suggestion\n");
    expect(checks).toMatchObject([{ conclusion: "failure", headSha: pull.head.sha }]);
    const fixed = await eve.commitsSuggestion(reviewComments[0]!);
    await stage.quiet();
    expect(eve.sees(pull).threads.map(({ resolvedById }) => resolvedById === undefined)).toEqual([false, true]);
    expect(pull.head.sha).toBe(fixed);
  });
});

describe("a pull request with nothing to say about", () => {
  it("gets a check and not a word more", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene, { "app.py": CLEAN });

    const { reviews, comments, checks } = scene.ada.sees(pull);
    expect([reviews, comments]).toEqual([[], []]);
    expect(checks).toMatchObject([{ status: "completed", conclusion: "success", headSha: pull.head.sha }]);
    expect(checks[0]?.output.title).toBe("Nothing found");
    expect(checks[0]?.output.summary).toContain(`Read at \`${pull.head.sha.slice(0, 7)}\`: 1 file`);
  });

  it("is passed as nothing to review when it changes a picture only", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene, { "logo.png": Buffer.from([0x89, 0x50, 0, 1, 2, 3]) });

    const { comments, checks } = scene.ada.sees(pull);
    expect(comments).toEqual([]);
    expect(checks).toMatchObject([{ conclusion: "success", output: { title: "Nothing to review" } }]);
    expect(checks[0]?.output.summary).toContain("logo.png");
  });
});

describe("what could not be read", () => {
  it("is named, and is no pass", async () => {
    const scene = await stage.scene();
    const huge = `x = 1\n${"# padding that goes on and on\n".repeat(60_000)}`;

    const pull = await opened(stage, scene, { "app.py": CLEAN, "huge.py": huge });

    const [check] = scene.ada.sees(pull).checks;
    expect(check).toMatchObject({ conclusion: "neutral" });
    expect(check?.output.title).toBe("Nothing found in what was read; 1 place not read");
    expect(check?.output.summary).toContain("huge.py");
  });

  it("fails the check where branch rules require it", async () => {
    const scene = await stage.scene();
    scene.bob.protects(scene.repository, { requiredChecks: [{ context: "ReflexGen" }] });

    const pull = await opened(stage, scene, { "bad.py": Buffer.from("x = 1\0\n") });

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "failure" }]);
  });

  it("ends as the repository's settings say", async () => {
    const policy = "whenNotReviewed: action_required\n";
    const scene = await stage.scene({ files: { ...START, ".github/reflexgen.yml": policy } });
    scene.bob.protects(scene.repository, { requiredChecks: [{ context: "ReflexGen" }] });

    const pull = await opened(stage, scene, { "bad.py": Buffer.from("x = 1\0\n") });

    expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "action_required" }]);
  });
});

describe("a file of which GitHub shows no diff", () => {
  it("is read whole, and its findings stand in the review's text", async () => {
    const lines = (mark: string) =>
      Array.from({ length: 4000 }, (_, at) => `value_${at} = "${mark}${"x".repeat(200)}"\n`);
    const scene = await stage.scene({ files: { "app.py": `import sqlite3\n${lines("a").join("")}` } });

    const pull = await opened(stage, scene, { "app.py": `${WEAK}${lines("b").join("")}` });

    const { reviews, reviewComments, checks } = scene.ada.sees(pull);
    expect(reviewComments).toEqual([]);
    expect(reviews).toHaveLength(1);
    expect(reviews[0]?.body).toContain("SQL built from strings");
    expect(checks).toMatchObject([{ conclusion: "failure" }]);
  });
});

describe("a weakness that a change makes in lines which it does not touch", () => {
  it.each([true, false])("is told at the lines that kept it away (private: %s)", async (isPrivate) => {
    const scene = await stage.scene({ private: isPrivate, files: { "app.py": far('"fixed"') } });

    const pull = await opened(stage, scene, { "app.py": far('request.args["name"]') });

    const { reviews, threads, reviewComments } = scene.ada.sees(pull);
    expect(reviews).toHaveLength(1);
    expect(threads.map(({ original: { side, line } }) => [side, line])).toEqual([["LEFT", 5]]);
    expect(reviewComments[0]?.body).toContain("SQL built from strings");
    expect(reviewComments[0]?.body).not.toContain("```suggestion");
  });
});

describe("a weakness that was there before", () => {
  it("is never spoken of in public, whatever the change does beside it", async () => {
    const base = far('request.args["name"]');
    const scene = await stage.scene({ private: false, files: { "app.py": base } });

    const pull = await opened(stage, scene, { "app.py": base.replace("    step_1 = 1\n", "") });

    const { reviews, comments, checks } = scene.ada.sees(pull);
    expect([reviews, comments]).toEqual([[], []]);
    expect(JSON.stringify(checks[0]?.output)).not.toMatch(/SQL|older/);
  });
});
