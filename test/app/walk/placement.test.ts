import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { readSuggestions } from "../../../demo/github/pulls/suggestion.ts";
import { far, openStage, opened, REPAIRED, type Stage, START, textAt, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** A weak function of its own, and the same repaired. */
const unit = (at: number) =>
  `def find_${at}(request, db):\n    name = request.args["name"]\n    return db.execute("SELECT * FROM t${at} WHERE name = '%s'" % name)\n`;
const REFUSED = {
  message: "Unprocessable Entity",
  errors: ["Pull request review thread line must be part of the diff"],
};

it("G9: of forty comments the one that GitHub refuses stands in the list, in at most eight requests", async () => {
  const { github } = stage;
  const scene = await stage.scene();
  const text = `import sqlite3\n\n\n${Array.from({ length: 40 }, (_, at) => unit(at)).join("\n\n")}`;
  github.ledger.clear();
  // The first of all is at fault, and the diff does not tell: 30, 15, 7, 3 and 1 of them are refused.
  const faults = github.faults.order({
    on: "pulls/create-review",
    fault: { kind: "status", status: 422, body: REFUSED },
    times: 5,
  });

  const pull = await opened(stage, scene, { "app.py": text });

  expect(faults.used).toBe(5);
  expect(github.ledger.requestsOf("pulls/create-review").length).toBeLessThanOrEqual(8);
  const { threads, reviews, comments, checks } = scene.ada.sees(pull);
  expect(new Set(threads.map(({ original }) => original.line)).size).toBe(39);
  expect(threads).toHaveLength(39);
  expect(reviews.filter(({ body }) => body !== "")).toHaveLength(1);
  expect(comments[0]?.body).toContain("### ReflexGen: 40 findings");
  expect(checks).toMatchObject([{ conclusion: "failure", output: { title: expect.stringMatching(/^40 findings/) } }]);
});

it("D5: weaknesses in odd files have buttons that write the repaired bytes", async () => {
  const inCrlf = (text: string) => text.replaceAll("\n", "\r\n");
  const long = (text: string) => `${text}${Array.from({ length: 60 }, (_, at) => `step_${at} = ${at}\n`).join("")}`;
  const separators = "# one\u2028two\u0085three\f\v\n";
  const odd: Record<string, (text: string) => string> = {
    "renamed.py": long,
    "executable.py": (text) => text,
    'a "b"\tc/\u00fc.py': (text) => text,
    "crlf.py": inCrlf,
    "mark.py": (text) => `\uFEFF${text}`,
    "no-end.py": (text) => text.trimEnd(),
    "separators.py": (text) => separators + text,
  };
  const scene = await stage.scene({ files: { ...START, "old.py": long(""), "executable.py": "x = 1\n" } });

  const pull = await opened(stage, scene, {
    ...Object.fromEntries(Object.entries(odd).map(([path, form]) => [path, form(WEAK)])),
    "old.py": null,
    "executable.py": { content: WEAK, mode: "100755" },
  });
  const buttons = scene.ada.sees(pull).reviewComments.filter(({ body }) => readSuggestions(body).length > 0);
  await scene.ada.commitsSuggestions(buttons);
  await stage.quiet();

  expect(buttons).toHaveLength(2 * Object.keys(odd).length);
  for (const [path, form] of Object.entries(odd))
    expect([path, await textAt(scene.repository, pull.head.sha, path)]).toEqual([path, form(REPAIRED)]);
  expect(scene.ada.sees(pull).checks).toMatchObject([{ conclusion: "success" }]);
});

it("D9: two weaknesses in lines that touch are one comment, whose button repairs both", async () => {
  const touching = WEAK.replace("\n\n\ndef ping(host):\n    subprocess", "\n    subprocess").replace(
    'return db.execute("SELECT * FROM users WHERE name = \'%s\'" % name)\n    subprocess.run("ping -c 1 " + host',
    'db.execute("SELECT * FROM users WHERE name = \'%s\'" % name)\n    subprocess.run("ping -c 1 " + name',
  );
  const scene = await stage.scene();

  const pull = await opened(stage, scene, { "app.py": touching });
  const { reviewComments, checks } = scene.ada.sees(pull);
  expect(reviewComments).toHaveLength(1);
  expect(checks[0]?.output.title).toMatch(/^2 findings/);
  await scene.ada.commitsSuggestion(reviewComments[0]!);
  await stage.quiet();

  const text = await textAt(scene.repository, pull.head.sha);
  expect(text).toContain('name = ?", (name,))\n    subprocess.run(["ping", "-c", "1", name])');
  const after = scene.ada.sees(pull);
  expect(after.checks).toMatchObject([{ conclusion: "success" }]);
  expect(after.threads.map(({ resolvedById }) => resolvedById === undefined)).toEqual([false]);
});

it("a control that a change takes away is spoken of at the removed lines", async () => {
  const guarded = far('request.args["name"]').replace("\n    step_0", "\n    name = int(name)\n    step_0");
  const scene = await stage.scene({ files: { "app.py": guarded } });

  const pull = await opened(stage, scene, { "app.py": guarded.replace("    name = int(name)\n", "") });

  const { threads, reviewComments } = scene.ada.sees(pull);
  expect(threads.map(({ original: { side, line } }) => [side, line])).toEqual([["LEFT", 6]]);
  expect(reviewComments[0]?.body).toContain("`db.execute`");
});
