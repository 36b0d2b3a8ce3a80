import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openEmbeddedDecisions } from "../../../src/adapters/knowledge/embedded-decisions.ts";
import type { Crashpoint, Effect } from "../../../src/core/crashpoint.ts";
import { openStage, opened, type Stage } from "./stage.ts";
import { openSupervisor } from "./supervisor.ts";
import { answers, answersIn, idsOf } from "./talk.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

const supervisor = openSupervisor();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ start: supervisor.start, env: { REFLEXGEN_CONCURRENCY: "1" } });
});
afterAll(() => stage.close());

/** The process dies at each of these in turn, and comes back each time: four times at most, since a job is given up after five. */
async function through(effects: readonly Effect[], step: () => void): Promise<void> {
  supervisor.killAt(effects.flatMap((effect): Crashpoint[] => [`${effect}:before`, `${effect}:after`]));
  step();
  await stage.quiet();
  expect(supervisor.left()).toEqual([]);
}

describe("a process that is killed around a decision (Q2)", () => {
  it("in the conversation answers once, remembers it once, and the check follows", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [sql, shell] = [idsOf(scene, pull).get(11), idsOf(scene, pull).get(15)];
    scene.bob.comments(pull, `/reflexgen dismiss ${shell} ours`);
    await stage.quiet();

    await through(["thread", "comment"], () => scene.bob.comments(pull, `/reflexgen dismiss ${sql} a fixed list`));

    expect(answers(stage, scene, pull).filter((answer) => answer.includes("a fixed list"))).toHaveLength(1);
    const { comments, checks, threads } = scene.ada.sees(pull);
    expect(comments.filter(({ body }) => body.startsWith("### ReflexGen"))).toHaveLength(1);
    expect(checks.at(-1)).toMatchObject({ status: "completed", conclusion: "success" });
    expect(threads.map(({ resolvedById }) => resolvedById !== undefined)).toEqual([true, true]);
    const store = openEmbeddedDecisions({ folder: stage.folder });
    const kept = await store.of(scene.repository.id, Date.now());
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set([sql, shell]));
    expect(kept).toHaveLength(2);
    await store.close();
  });

  it("in the finding's thread answers once there", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;

    await through(["reply"], () => scene.bob.replies(first!, "/reflexgen dismiss a fixed list"));

    expect(answersIn(stage, scene, pull, first!)).toHaveLength(1);
    expect(scene.ada.sees(pull).threads[0]?.resolvedById).toBeDefined();
    expect(scene.ada.sees(pull).comments[0]?.body).toContain("1 declined");
  });
});
