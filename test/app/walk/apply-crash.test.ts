import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Crashpoint } from "../../../src/core/crashpoint.ts";
import { answers, APPLY_ALL, BOX, commitsSince, reviewed, SCALE } from "./apply-scene.ts";
import { openStage, REPAIRED, type Stage, textAt } from "./stage.ts";
import { openSupervisor } from "./supervisor.ts";

jest.setTimeout(180_000 * Math.max(1, SCALE));
beforeAll(() => nock.restore());

const supervisor = openSupervisor();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ start: supervisor.start, env: { REFLEXGEN_CONCURRENCY: "1" } });
});
afterAll(() => stage.close());

const STORIES: [string, Crashpoint[]][] = [
  ["a tick", ["commit:before", "commit:after", "comment:before", "comment:after"]],
  ["a command", ["commit:after", "reaction:after", "comment:after"]],
];

it.each(Array.from({ length: SCALE }, () => STORIES).flat())(
  "A8: %s whose worker is killed around its commit makes no second one",
  async (how, points) => {
    const { pull, summary, bob, ada, repository, old } = await reviewed(stage);
    supervisor.killAt(points);

    if (how === "a tick") bob.ticks(summary, BOX);
    else bob.comments(pull, APPLY_ALL);
    await stage.quiet();

    expect(await commitsSince({ repository }, pull, old)).toEqual([pull.head.sha]);
    expect(await textAt(repository, pull.head.sha)).toBe(REPAIRED);
    expect(summary.body).not.toMatch(/\[[xX]\]/);
    expect(answers({ ada }, pull).length).toBeLessThanOrEqual(1);
  },
);
