import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Fault } from "../../../demo/github/faults/faults.ts";
import { until } from "../test-app.ts";
import { openOwnClock } from "./own-clock.ts";
import { openStage, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(600_000);
beforeAll(() => nock.restore());

const SCALE = Number(process.env["WALK_SCALE"] ?? 1);
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

const clock = openOwnClock();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ start: clock.start });
});
afterAll(() => stage.close());

/** GitHub's clock and the App's go on together. */
function pass(milliseconds: number): void {
  stage.github.world.clock.advance(milliseconds);
  clock.pass(milliseconds);
}

async function setUp(): Promise<Scene> {
  stage.github.faults.clear();
  stage.github.ledger.clear();
  return stage.scene();
}

const opens = ({ ada, repository }: Scene) =>
  ada.opensPullRequest(repository, { branch: "feature", title: "Search", files: { "app.py": WEAK } });

/** Nobody works at it, and it waits for its time. */
const isParked = async () => {
  const { running, waiting, delayed } = await stage.counts();
  return running === 0 && waiting + delayed > 0;
};

/** How often the installation of this scene asked for something in the quiet that GitHub had asked for. */
function askedInside({ repository }: Scene, fromMs: number, quietMs: number): number {
  const owner = stage.github.world.accounts.get(repository.ownerId)?.login ?? "";
  // What was on its way already when the refusal came is none of it.
  const [first, last] = [fromMs + 2 * SECOND_MS, fromMs + quietMs];
  return stage.github.ledger.requests.filter(
    ({ path, at }) => path.includes(`/repos/${owner}/`) && at.getTime() > first && at.getTime() < last,
  ).length;
}

/** Lets GitHub's word be broken: time goes on to its last seconds, and the worker is seen to work at something else. */
async function waitInside(quietMs: number): Promise<void> {
  pass(quietMs - 10 * SECOND_MS);
  const other = await stage.scene();
  const free = await opens(other);
  await until(() => other.ada.sees(free).checks.some(({ status }) => status === "completed"));
}

/** Where a limit may strike: reading, and each kind of writing. */
const PLACES = [
  "pulls/get",
  "pulls/list-files",
  "git/get-blob",
  "checks/create",
  "pulls/create-review",
  "issues/create-comment",
];

const EPISODES = Array.from({ length: 6 * SCALE }, (_, at): [string, Fault, number] => {
  const retryAfterSeconds = at % 2 === 0 ? 20 + 7 * at : undefined;
  const status = at % 4 < 2 ? 403 : 429;
  return [
    PLACES[at % PLACES.length] ?? "*",
    { kind: "secondary-limit", status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
    (retryAfterSeconds ?? 60) * SECOND_MS,
  ];
});

describe("GitHub's secondary limit (G4)", () => {
  it.each(EPISODES)("at %s (%j) is waited out, nobody held up, nothing lost or doubled", async (on, fault, quietMs) => {
    const scene = await setUp();
    const struck = stage.github.faults.order({ on, fault, times: 1 });
    const pull = await opens(scene);
    await until(async () => struck.used === 1 && (await isParked()));
    const atMs = stage.github.world.clock.now().getTime();

    await waitInside(quietMs);
    pass(11 * SECOND_MS);
    await stage.quiet();

    expect(askedInside(scene, atMs, quietMs)).toBe(0);
    const { reviews, comments, checks, threads } = scene.ada.sees(pull);
    expect([reviews.length, comments.length, checks.length, threads.length]).toEqual([1, 1, 1, 2]);
    expect(checks).toMatchObject([{ conclusion: "failure", status: "completed" }]);
    expect(stage.logged.filter((line) => line.includes("given up"))).toEqual([]);
  });

  it("that does not say how long, and strikes again, is waited out twice as long", async () => {
    const scene = await setUp();
    const struck = stage.github.faults.order({
      on: "pulls/list-files",
      fault: { kind: "secondary-limit" },
      times: 2,
    });
    const pull = await opens(scene);
    await until(async () => struck.used === 1 && (await isParked()));
    pass(61 * SECOND_MS);
    await until(async () => struck.used === 2 && (await isParked()));
    const atMs = stage.github.world.clock.now().getTime();

    await waitInside(120 * SECOND_MS);
    pass(11 * SECOND_MS);
    await stage.quiet();

    expect(askedInside(scene, atMs, 120 * SECOND_MS)).toBe(0);
    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
  });
});

describe("an hour whose requests are used up (G5)", () => {
  it("holds no worker: others are reviewed meanwhile, and it goes on within a minute of the reset", async () => {
    const scene = await setUp();
    const limited = stage.github.faults.order({
      on: "pulls/list-files",
      fault: { kind: "primary-limit", resetInSeconds: 45 * 60 },
      times: 1,
    });
    const pull = await opens(scene);
    await until(async () => limited.used === 1 && (await isParked()));
    const resetMs = stage.github.world.clock.now().getTime() + 45 * MINUTE_MS;

    await waitInside(45 * MINUTE_MS);
    pass(MINUTE_MS);
    await stage.quiet();

    const [last] = stage.github.ledger.requestsOf("pulls/create-review").slice(-1);
    expect(askedInside(scene, resetMs - 45 * MINUTE_MS, 45 * MINUTE_MS)).toBe(0);
    expect(last?.at.getTime()).toBeLessThan(resetMs + MINUTE_MS);
    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
    expect(scene.ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });
});
