import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Said } from "../../../demo/model/model-window.ts";
import { openScriptedModel, type ScriptedModel } from "./scripted-model.ts";
import { CLEAN, openStage, opened, REPAIRED, START, type Scene, type Stage, WEAK } from "./stage.ts";
import { pushed, seen } from "./threads.ts";

const SCALE = Number(process.env["WALK_SCALE"] ?? 1);
const DECOYS = Math.min(100, 4 * SCALE);

jest.setTimeout(180_000 * SCALE);
beforeAll(() => nock.restore());

const REQUIRED = { requiredChecks: [{ context: "ReflexGen" }] };

describe("rules without a model", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it(`say a backdoor that comes after ${DECOYS} rounds of decoys, and fail the check`, async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    for (let round = 1; round <= DECOYS; round++) {
      const files = { "app.py": `${round % 2 ? REPAIRED : WEAK}\n\ndef round_${round}():\n    return ${round}\n` };
      await pushed(stage, scene, files);
      for (const comment of scene.ada.sees(pull).reviewComments) {
        if (comment.inReplyToId !== undefined) continue;
        scene.eve.reacts(comment, "-1");
        scene.ada.resolves(comment);
      }
    }
    const before = seen(scene, pull).threads.length;

    const backdoor = `db.execute("UPDATE users SET admin = 1 WHERE name = '%s'" % name)`;
    await pushed(stage, scene, { "app.py": REPAIRED.replace(/db\.execute\(.*\)$/m, backdoor) });

    const { threads, check } = seen(scene, pull);
    expect(threads.slice(before)).toEqual(["app.py:11"]);
    expect(check).toMatch(/^completed failure/);
  });

  it("say late what the settings had kept back, where it is grave; list the rest", async () => {
    const kept = { ...START, ".github/reflexgen.yml": "minimumSeverity: critical\n" };
    const scene = await stage.scene({ files: kept });
    const mild = `import tempfile\n\n\ndef note():\n    return tempfile.mktemp("note")\n`;
    const pull = await opened(stage, scene, { "app.py": WEAK, "note.py": mild });
    const silent = seen(scene, pull);
    await scene.bob.pushes(scene.repository, { branch: "main", files: { ".github/reflexgen.yml": "blockAt: high\n" } });

    await pushed(stage, scene, { "app.py": `${WEAK}\n\ndef more():\n    return 1\n` });

    expect(silent).toMatchObject({
      threads: [],
      summary: undefined,
      check: expect.stringMatching(/^completed success/),
    });
    expect(seen(scene, pull).threads).toEqual(["app.py:11", "app.py:15"]);
    for (const { body } of scene.ada.sees(pull).reviewComments) expect(body).toMatch(/\blate\b/);
    expect(seen(scene, pull).summary).toMatch(/3 findings/);
    expect(seen(scene, pull).check).toMatch(/^completed failure/);
  });

  it("take what a push makes dangerous for news, although its line stands as it stood", async () => {
    const scene = await stage.scene();
    const flow = (name: string) => `import sqlite3


def find(request, db):
    name = ${name}
    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)
`;
    const pull = await opened(stage, scene, { "app.py": flow('"ada"') });
    const clean = seen(scene, pull);

    await pushed(stage, scene, { "app.py": flow('request.args["name"]') });

    expect(clean.threads).toEqual([]);
    expect(seen(scene, pull).threads).toEqual(["app.py:6"]);
    expect(scene.ada.sees(pull).reviewComments[0]?.body).not.toMatch(/\blate\b/);
  });
});

describe("what was not reviewed, where the check is required", () => {
  let model: ScriptedModel;
  let stage: Stage;
  let scene: Scene;
  beforeAll(async () => {
    model = await openScriptedModel();
    stage = await openStage({
      env: { ...model.settings, REFLEXGEN_MAX_TOKENS: "40000", REFLEXGEN_MODEL_TIMEOUT: "5" },
    });
  });
  afterAll(async () => {
    await stage.close();
    await model.close();
  });
  beforeEach(async () => {
    model.says(undefined);
    scene = await stage.scene();
    scene.bob.protects(scene.repository, REQUIRED);
  });

  const answerOf = (content: string, finish = "stop") => ({
    answer: {},
    body: JSON.stringify({
      choices: [{ index: 0, finish_reason: finish, message: { role: "assistant", content } }],
      usage: { prompt_tokens: 2000, completion_tokens: 20, total_tokens: 2020 },
    }),
  });
  const TROUBLES: Record<string, Said> = {
    "a refusal with status 200": answerOf("I can't help with that."),
    "an answer that was cut off": answerOf('{"considered":"The para', "length"),
    "an answer that a filter stopped": answerOf("", "content_filter"),
    "an outage": { failed: { status: 500, body: "down" } },
    "an endpoint that wants a card": { failed: { status: 402, body: '{"error":{"message":"pay"}}' } },
  };

  it.each(Object.keys(TROUBLES))("is no pass: %s", async (trouble) => {
    model.says(TROUBLES[trouble]);

    const pull = await opened(stage, scene, { "app.py": CLEAN });

    expect(seen(scene, pull).check).toMatch(/^completed failure/);
    expect(scene.ada.sees(pull).checks.at(-1)?.output.summary).toContain("app.py");
  });

  it("is no pass: padding that uses the budget up", async () => {
    const padding = Array.from(
      { length: 40 },
      (_, at) => `def pad_${at}(request, database):\n    return database.of(${at}, [${"1, ".repeat(400)}1])\n`,
    );

    const pull = await opened(stage, scene, { "app.py": CLEAN, "pad.py": padding.join("\n\n") });

    expect(seen(scene, pull).check).toMatch(/^completed failure/);
    expect(scene.ada.sees(pull).checks.at(-1)?.output.summary).toContain("pad.py");
  });

  it("is a pass again when everything was read by the next push", async () => {
    model.says(TROUBLES["an outage"]);
    const pull = await opened(stage, scene, { "app.py": CLEAN });
    model.says(undefined);

    await pushed(stage, scene, { "app.py": `${CLEAN}\n\ndef b():\n    return 3\n` });

    expect(seen(scene, pull).check).toMatch(/^completed success/);
    expect(model.examined()).toEqual(expect.arrayContaining(["a", "b"]));
  });
});
