import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { until } from "../test-app.ts";
import { lessonsIn } from "./lessons.ts";
import { openOwnClock } from "./own-clock.ts";
import { CLEAN, openStage, opened, REPAIRED, START, type Scene, type Stage, WEAK } from "./stage.ts";

jest.setTimeout(600_000);
beforeAll(() => nock.restore());

const clock = openOwnClock();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ start: clock.start });
});
afterAll(() => stage.close());

type Pull = Awaited<ReturnType<typeof opened>>;

async function setUp(files = START): Promise<Scene> {
  stage.github.faults.clear();
  stage.github.ledger.clear();
  return stage.scene({ files });
}

/** GitHub's answer of now, to be given again later. */
async function answerOf({ repository }: Scene, { number }: Pull): Promise<unknown> {
  const { world, url } = stage.github;
  const owner = world.accounts.get(repository.ownerId)?.login ?? "";
  const token = [...world.tokens.values()].findLast(
    (one) =>
      !one.revoked && "repositoryIds" in one && one.repositoryIds !== "all" && one.repositoryIds.has(repository.id),
  );
  const address = `${url}/api/v3/repos/${owner}/${repository.name}/pulls/${number}`;
  const answer = await fetch(address, { headers: { authorization: `token ${token?.secret}` } });
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Both clocks go on whenever all work waits for its time, until none is left. */
async function settled(): Promise<void> {
  let jumpedAt = 0;
  await until(async () => {
    await stage.github.settled();
    const { running, waiting, delayed, dead } = await stage.counts();
    expect(dead).toBe(0);
    // Somebody may have seen the jump before, and not begun yet.
    if (running === 0 && waiting + delayed > 0 && performance.now() - jumpedAt > 300) {
      jumpedAt = performance.now();
      stage.github.world.clock.advance(3100);
      clock.pass(3100);
    }
    return running + waiting + delayed === 0;
  });
  await stage.quiet();
}

const checksAt = ({ ada }: Scene, pull: Pull) =>
  ada.sees(pull).checks.filter(({ headSha }) => headSha === pull.head.sha);

describe("GitHub, which answers with what was (G15)", () => {
  it.each([1, 3, 8])("and doesn't know a push %d times: its head is reviewed all the same", async (times) => {
    const scene = await setUp();
    const pull = await opened(stage, scene, { "app.py": WEAK });
    const before = await answerOf(scene, pull);
    stage.github.world.clock.advance(2000);
    clock.pass(2000);
    const stale = stage.github.faults.order({
      on: "pulls/get",
      fault: { kind: "status", status: 200, body: before },
      times,
    });

    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } });
    await settled();

    expect(stale.used).toBe(times);
    expect(checksAt(scene, pull)).toMatchObject([{ status: "completed", conclusion: "success" }]);
    expect(scene.ada.sees(pull).threads).toHaveLength(2);
  });

  it("for ever is believed after a minute: nothing waits without end", async () => {
    const scene = await setUp();
    const pull = await opened(stage, scene, { "app.py": CLEAN });
    const before = await answerOf(scene, pull);
    stage.github.world.clock.advance(2000);
    clock.pass(2000);
    const stale = stage.github.faults.order({ on: "pulls/get", fault: { kind: "status", status: 200, body: before } });

    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": WEAK } });
    await settled();

    expect(stale.used).toBeLessThan(60);
    expect(stage.logged.filter((line) => line.includes("given up"))).toEqual([]);
  });

  it.each(["git/get-tree", "repos/compare-commits-with-basehead", "pulls/list-files", "git/get-blob", "pulls/get"])(
    "and has %s of a new head not yet: it is asked again, and no attempt is lost",
    async (on) => {
      const scene = await setUp();
      const missing = stage.github.faults.order({
        on,
        fault: { kind: "status", status: 404, body: { message: "Not Found" } },
        times: 7,
      });

      const pull = await scene.ada.opensPullRequest(scene.repository, {
        branch: "feature",
        title: "X",
        files: { "app.py": WEAK },
      });
      await settled();

      expect(missing.used).toBe(7);
      expect(checksAt(scene, pull)).toMatchObject([{ conclusion: "failure", status: "completed" }]);
      expect(scene.ada.sees(pull).reviews).toHaveLength(1);
    },
  );

  it("and knows no commit of that name when the check is made", async () => {
    const scene = await setUp();
    const body = { message: "No commit found for SHA: 0123", errors: [] };
    stage.github.faults.order({ on: "checks/create", fault: { kind: "status", status: 422, body }, times: 6 });

    const pull = await scene.ada.opensPullRequest(scene.repository, {
      branch: "feature",
      title: "X",
      files: { "app.py": WEAK },
    });
    await settled();

    expect(checksAt(scene, pull)).toMatchObject([{ conclusion: "failure", status: "completed" }]);
  });

  it("and does not know yet that it was merged: what was repaired is learned", async () => {
    const scene = await setUp();
    const pull = await opened(stage, scene, { "app.py": WEAK });
    await scene.ada.commitsSuggestions(scene.ada.sees(pull).reviewComments);
    await settled();
    const before = await answerOf(scene, pull);
    stage.github.world.clock.advance(2000);
    clock.pass(2000);
    stage.github.faults.order({ on: "pulls/get", fault: { kind: "status", status: 200, body: before }, times: 3 });

    await scene.ada.merges(pull);
    await settled();

    expect(await lessonsIn(stage.folder, `repo:${scene.repository.id}`)).not.toEqual([]);
  });
});
