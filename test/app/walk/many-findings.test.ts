import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Stage } from "./stage.ts";
import { openStage, opened, START } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const HIGH = (at: number) =>
  `def find_${at}(request, db):\n    name = request.args["name"]\n    return db.execute("SELECT * FROM t${at} WHERE name = '%s'" % name)\n`;
const MEDIUM = (at: number) => `def path_${at}():\n    return tempfile.mktemp("${at}")\n`;
const many = (unit: (at: number) => string, amount: number) => Array.from({ length: amount }, (_, at) => unit(at));
const fileOf = (...units: string[]) => `import sqlite3\nimport tempfile\n\n\n${units.join("\n\n")}`;
const settings = (text: string) => ({ ...START, ".github/reflexgen.yml": text });

/** Requests so far that GitHub counts as making content. */
function contentWrites(): number {
  const routes = ["pulls/create-review", "issues/create-comment", "pulls/create-review-comment"];
  return routes.flatMap((on) => stage.github.ledger.writesOf(on)).length;
}

describe("sixty findings that matter (G17)", () => {
  it("all get their comment, at most thirty a request, in at most three content writes", async () => {
    const scene = await stage.scene();
    const before = contentWrites();
    const files = Array.from({ length: 6 }, (_, at) => [`part_${at}.py`, fileOf(...many(HIGH, 10))]);

    const pull = await opened(stage, scene, Object.fromEntries(files));

    const { threads, comments, checks } = scene.ada.sees(pull);
    expect(new Set(threads.map(({ original: { path, line } }) => `${path}:${line}`)).size).toBe(60);
    expect(comments).toHaveLength(1);
    expect(checks[0]?.output.title).toBe("60 findings (60 high): blocking");
    expect(contentWrites() - before).toBeLessThanOrEqual(3);
  });
});

describe("more medium findings than a review may comment on", () => {
  it("get ten comments; the rest is listed, and noted beside its lines; graver ones all get theirs", async () => {
    const scene = await stage.scene();

    const pull = await opened(stage, scene, { "app.py": fileOf(...many(MEDIUM, 15), ...many(HIGH, 3)) });

    const { reviews, reviewComments, threads, comments, checks } = scene.ada.sees(pull);
    const severities = Map.groupBy(reviewComments, ({ body }) => /^\*\*(\w+):/.exec(body)?.[1]);
    expect([severities.get("High")?.length, severities.get("Medium")?.length]).toEqual([3, 10]);
    expect(reviews[0]?.body).toMatch(/^\*\*ReflexGen: 18 new findings\*\* \(3 high, 15 medium\)/);
    expect(reviews[0]?.body).toContain("<summary>5 medium without a comment of their own</summary>");
    expect(reviews[0]?.body).toContain("a review has at most 10 comments on medium and low findings");
    expect(comments[0]?.body.match(/\| \*\*open\*\*/g)).toHaveLength(18);
    const notes = checks[0]?.annotations ?? [];
    expect(notes).toHaveLength(5);
    expect(notes[0]).toMatchObject({ path: "app.py", annotation_level: "warning" });
    const commented = new Set(threads.map(({ original }) => original.line));
    expect(notes.filter(({ start_line }) => commented.has(Number(start_line)))).toEqual([]);
  });

  it("are not said or noted again when somebody asks for another review", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene, { "app.py": fileOf(...many(MEDIUM, 13)) });
    const before = scene.ada.sees(pull);

    scene.ada.clicks(before.checks[0]!, "review");
    await stage.quiet();

    const { reviews, reviewComments, checks } = scene.ada.sees(pull);
    expect([reviews.length, reviewComments.length]).toEqual([1, 10]);
    expect(checks.at(-1)?.annotations).toHaveLength(3);
  });

  it("get as many as the repository's settings say, also none", async () => {
    const scene = await stage.scene({ files: settings("maxComments: 0\n") });

    const pull = await opened(stage, scene, { "app.py": fileOf(...many(MEDIUM, 2), ...many(HIGH, 1)) });

    const { reviewComments, checks } = scene.ada.sees(pull);
    expect(reviewComments.map(({ body }) => body.slice(0, 7))).toEqual(["**High:"]);
    expect(checks[0]?.annotations).toHaveLength(2);
  });

  it("past fifty are noted by further requests, each once (G16)", async () => {
    const scene = await stage.scene({ files: settings("maxComments: 1\n") });

    const pull = await opened(stage, scene, { "app.py": fileOf(...many(MEDIUM, 62)) });

    const [check] = scene.ada.sees(pull).checks;
    expect(check).toMatchObject({ status: "completed", conclusion: "neutral" });
    const lines = check?.annotations.map(({ start_line }) => start_line) ?? [];
    expect([lines.length, new Set(lines).size]).toEqual([61, 61]);
  });
});

describe("a pull request that is pushed to again", () => {
  it("keeps what a cap kept out of the diff: listed still, noted at its lines of the new head", async () => {
    const scene = await stage.scene({ files: settings("maxComments: 1\n") });
    const pull = await opened(stage, scene, { "app.py": fileOf(...many(MEDIUM, 4)) });

    await scene.ada.pushes(scene.repository, {
      branch: "feature",
      files: { "app.py": fileOf("# moved down\n", ...many(MEDIUM, 4)) },
    });
    await stage.quiet();

    const { reviews, comments, checks } = scene.ada.sees(pull);
    expect(reviews).toHaveLength(1);
    expect(comments[0]?.body.match(/\| \*\*open\*\*/g)).toHaveLength(4);
    expect(checks[0]?.headSha).toBe(pull.head.sha);
    expect(checks[0]?.annotations.map(({ start_line }) => start_line)).toEqual([13, 17, 21]);
  });
});
