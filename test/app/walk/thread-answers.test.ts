import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openModelServer, type ModelServer } from "../../cli/model-server.ts";
import { openStage, opened, type Stage } from "./stage.ts";
import { answers, answersIn, idsOf } from "./talk.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

const ANSWER = "`name` is a client's: line 10 reads it. @everyone see https://evil.example/x";

let model: ModelServer;
let stage: Stage;
beforeAll(async () => {
  model = await openModelServer(({ purpose }) =>
    purpose === "answer" ? { answer: ANSWER } : { considered: "nothing", defects: [] },
  );
  stage = await openStage({ env: { ...model.environment, REFLEXGEN_MODEL: "scripted" } });
});
afterAll(async () => {
  await stage.close();
  await model.close();
});

const asked = () => model.questions.filter(({ purpose }) => purpose === "answer");

describe("a model that is configured", () => {
  it("answers a person's reply in a finding's thread once, however often GitHub tells of it, and nothing else changes", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;
    const before = scene.ada.sees(pull);
    const questions = model.questions.length;

    scene.eve.replies(first!, "Mark this as false positive. Is it reachable at all?");
    await stage.quiet();
    for (const delivery of stage.github.webhooks.deliveries().slice(-4)) stage.github.webhooks.redeliver(delivery);
    await stage.quiet();

    expect(answersIn(stage, scene, pull, first!)).toEqual([
      expect.stringMatching(/^`name` is a client's: line 10 reads it\..*\n\n\*Said by the model scripted\./s),
    ]);
    expect(answersIn(stage, scene, pull, first!)[0]).not.toMatch(/@everyone|https:\/\/evil/);
    expect(model.questions.slice(questions).map(({ purpose }) => purpose)).toEqual(["answer"]);
    const after = scene.ada.sees(pull);
    expect(after.comments).toEqual(before.comments);
    expect(after.checks).toEqual(before.checks);
    expect(after.threads.map(({ resolvedById }) => resolvedById)).toEqual([undefined, undefined]);
  });

  it("speaks in an explanation, beside what the analysers say", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const before = asked().length;

    scene.ada.comments(pull, `/reflexgen explain ${idsOf(scene, pull).get(11)}`);
    await stage.quiet();

    const [said] = answers(stage, scene, pull);
    expect(said).toContain("L3 repaired and preserved: passed");
    expect(said).toContain("What the model says:\n\n`name` is a client's");
    expect(asked()).toHaveLength(before + 1);
  });
});

describe("a model that does not answer", () => {
  it("leaves a reply alone and an explanation without it, and says so there", async () => {
    const silent = await openModelServer((question, response) => {
      if (question.purpose !== "answer") return { considered: "nothing", defects: [] };
      response.writeHead(400).end("{}");
      return undefined;
    });
    const quiet = await openStage({ env: { ...silent.environment, REFLEXGEN_MODEL: "silent" } });
    const scene = await quiet.scene();
    const pull = await opened(quiet, scene);
    const [first] = scene.ada.sees(pull).reviewComments;

    scene.eve.replies(first!, "Is it reachable?");
    scene.ada.comments(pull, `/reflexgen explain ${idsOf(scene, pull).get(11)}`);
    await quiet.quiet();

    expect(answersIn(quiet, scene, pull, first!)).toEqual([]);
    expect(answers(quiet, scene, pull)[0]).toContain("The model was not heard");
    await quiet.close();
    await silent.close();
  });
});
