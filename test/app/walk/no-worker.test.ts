import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { runsOf } from "../../../demo/github/checks/check-run.ts";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { until } from "../test-app.ts";
import { openOwnClock } from "./own-clock.ts";
import { openStage, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

const MINUTE_MS = 60_000;

const clock = openOwnClock();
let role = "all";
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({
    start: (settings, logged) => clock.start({ ...settings, REFLEXGEN_ROLE: role }, logged),
  });
});
afterAll(() => stage.close());

const checksOf = ({ repository }: Scene, pull: Pull) =>
  runsOf(stage.github.world, repository, pull.head.sha).map(({ status, conclusion }) => `${status} ${conclusion}`);

/** The App comes back in this role, so much later. */
async function comesBack(as: "all" | "front", laterMs: number): Promise<void> {
  stage.github.ledger.clear();
  role = as;
  // GitHub's clock and the App's go on together.
  stage.github.world.clock.advance(laterMs);
  clock.pass(laterMs);
  const said = stage.logged.length;
  await stage.starts();
  await until(() => stage.logged.slice(said).some((line) => line.includes("started")));
}

/** A pull request whose review began, and then its worker went away. */
async function leftHanging(scene: Scene): Promise<Pull> {
  const held = stage.github.faults.order({
    on: "pulls/list-files",
    fault: { kind: "delay", delayMs: 10_000 },
    times: 1,
  });
  const files = { "app.py": WEAK };
  const pull = await scene.ada.opensPullRequest(scene.repository, { branch: "feature", title: "Search", files });
  await until(() => held.used === 1);
  await stage.stops();
  return pull;
}

describe("a check in progress when no worker lives any more (Q13)", () => {
  it("is concluded by those who take deliveries, never as a pass, and the next worker reviews its head", async () => {
    const scene = await stage.scene();
    const pull = await leftHanging(scene);

    await comesBack("front", 10 * MINUTE_MS);
    await until(() => stage.github.ledger.requestsOf("apps/list-installations").length > 0);
    const early = checksOf(scene, pull);
    await stage.stops();
    await comesBack("front", 10 * MINUTE_MS);
    await until(() => checksOf(scene, pull).every((check) => check.startsWith("completed")));
    const closed = checksOf(scene, pull);
    const words = scene.ada.sees(pull).checks.at(-1)?.output.summary;
    await stage.stops();
    await comesBack("all", 0);
    await stage.quiet();

    expect(early).toEqual(["in_progress null"]);
    expect(closed).toEqual(["completed neutral"]);
    expect(words).toContain("the App's worker went away during the review");
    expect(scene.ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
    expect(scene.ada.sees(pull).threads).toHaveLength(2);
  });

  it("fails where branch rules require it: GitHub takes neutral for a pass", async () => {
    const scene = await stage.scene();
    scene.bob.protects(scene.repository, { requiredChecks: [{ context: "ReflexGen" }] });
    const pull = await leftHanging(scene);

    await comesBack("front", 20 * MINUTE_MS);
    await until(() => checksOf(scene, pull).every((check) => check.startsWith("completed")));

    expect(checksOf(scene, pull)).toEqual(["completed failure"]);
    await stage.stops();
    await comesBack("all", 0);
    await stage.quiet();
  });
});
