import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { runsOf } from "../../../demo/github/checks/check-run.ts";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { commitsBetween, readCommit } from "../../../demo/github/git/commits.ts";
import { CRASHPOINTS, type Crashpoint, type Effect } from "../../../src/core/crashpoint.ts";
import { openStage, REPAIRED, type Scene, type Stage, textAt, WEAK } from "./stage.ts";
import { until } from "../test-app.ts";
import { openSupervisor } from "./supervisor.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

/** How often each story is told; more at night. */
const ROUNDS = Number(process.env["WALK_ROUNDS"] ?? 1);

const supervisor = openSupervisor();
let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ start: supervisor.start, env: { REFLEXGEN_CONCURRENCY: "1" } });
});
afterAll(() => stage.close());

const around = (...effects: Effect[]): Crashpoint[] =>
  effects.flatMap((effect): Crashpoint[] => [`${effect}:before`, `${effect}:after`]);

/** One step of a story in which the process dies at each of these, and comes back each time. */
async function through(points: readonly Crashpoint[], step: () => Promise<unknown>): Promise<void> {
  supervisor.killAt(points);
  await step();
  await stage.quiet();
  expect(supervisor.left()).toEqual([]);
}

const opens = ({ ada, repository }: Scene): Promise<Pull> =>
  ada.opensPullRequest(repository, { branch: "feature", title: "Search", files: { "app.py": WEAK } });

/** One review, one summary, one check on each head: whatever happened in between. */
function expectSaidOnce({ ada, repository }: Scene, pull: Pull): void {
  const { reviews, threads, comments } = ada.sees(pull);
  expect(reviews.filter(({ body }) => body.startsWith("**ReflexGen"))).toHaveLength(1);
  expect(threads.map(({ original }) => original.line)).toEqual([11, 15]);
  expect(comments.filter(({ body }) => body.startsWith("### ReflexGen"))).toHaveLength(1);
  expect(checksOf(repository, pull)).toEqual(["completed"]);
}

function checksOf(repository: Scene["repository"], pull: Pull): string[] {
  return runsOf(stage.github.world, repository, pull.head.sha).map(({ status }) => status);
}

const visited = new Set<string>();
const all = (...effects: Effect[]) => {
  for (const point of around(...effects)) visited.add(point);
  return around(...effects);
};

describe.each(Array.from({ length: ROUNDS }, (_, at) => at + 1))("a process that is killed (Q2, round %d)", () => {
  it("around its check and its review says everything once", async () => {
    const scene = await stage.scene();
    let pull: Pull | undefined;

    await through(all("check", "review"), async () => (pull = await opens(scene)));

    expectSaidOnce(scene, pull!);
  });

  it("around its summary says everything once, and edits it once it stands", async () => {
    const scene = await stage.scene();
    let pull: Pull | undefined;
    await through(all("comment"), async () => (pull = await opens(scene)));
    expectSaidOnce(scene, pull!);

    await through(all("comment-edit"), () =>
      scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": `${WEAK}\n` } }),
    );

    expectSaidOnce(scene, pull!);
  });

  it("around its commit and its reaction makes one commit, tells of it once, and closes the threads", async () => {
    const scene = await stage.scene();
    const pull = await opens(scene);
    await stage.quiet();
    const old = pull.head.sha;

    await through(all("reaction", "commit"), async () => scene.ada.comments(pull, "/reflexgen apply all"));

    expect(await textAt(scene.repository, pull.head.sha)).toBe(REPAIRED);
    expect(await commitsBetween(scene.repository.git, old, pull.head.sha)).toEqual([pull.head.sha]);
    expect(await readCommit(scene.repository.git, pull.head.sha)).toMatchObject({ parents: [old] });
    const answers = scene.ada.sees(pull).comments.filter(({ body }) => /^(?:Committed|Nothing was)/.test(body));
    expect(answers.map(({ body }) => body.split("\n")[0])).toEqual([
      `Committed 2 fixes as \`${pull.head.sha.slice(0, 7)}\`; the new head is being checked.`,
    ]);
    expectSaidOnce(scene, pull);
    expect(scene.ada.sees(pull).threads.every(({ resolvedById }) => resolvedById !== undefined)).toBe(true);
  });

  it("around its answer in a thread and its resolving does each once", async () => {
    const scene = await stage.scene();
    const pull = await opens(scene);
    await stage.quiet();

    await through(all("reply", "thread"), () =>
      scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } }),
    );

    const { reviewComments, threads } = scene.ada.sees(pull);
    expect(reviewComments.filter(({ body }) => body.startsWith("Fixed in"))).toHaveLength(2);
    expect(threads.every(({ resolvedById }) => resolvedById !== undefined)).toBe(true);
    expectSaidOnce(scene, pull);
  });

  it("around the edit of a comment, where it may not resolve, edits each once", async () => {
    const scene = await stage.scene();
    scene.installation.permissions = { ...scene.installation.permissions, contents: "read" };
    const pull = await opens(scene);
    await stage.quiet();

    await through(all("line-comment-edit"), () =>
      scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } }),
    );

    const { reviewComments } = scene.ada.sees(pull);
    expect(reviewComments.filter(({ body }) => body.startsWith("**Fixed in"))).toHaveLength(2);
    expect(reviewComments.filter(({ body }) => body.startsWith("Fixed in"))).toHaveLength(2);
    expectSaidOnce(scene, pull);
  });
});

it("finds a check that hangs, although its job was lost with the queue, and concludes it (Q13)", async () => {
  const scene = await stage.scene();
  const held = stage.github.faults.order({
    on: "pulls/list-files",
    fault: { kind: "delay", delayMs: 10_000 },
    times: 1,
  });
  const pull = await opens(scene);
  await until(() => held.used === 1);
  const hanging = checksOf(scene.repository, pull);

  await supervisor.killNow(async () => {
    const queue = new DatabaseSync(join(stage.folder, "queue.sqlite"));
    queue.exec("DELETE FROM ticket");
    queue.close();
    // A check that is younger may have a worker yet.
    for (const run of runsOf(stage.github.world, scene.repository, pull.head.sha))
      run.startedAt = new Date(Date.now() - 20 * 60_000).toISOString();
  });
  await until(() => checksOf(scene.repository, pull).every((status) => status === "completed"));
  await stage.quiet();

  expect(hanging).toEqual(["in_progress"]);
  expectSaidOnce(scene, pull);
});

it("was killed at every crashpoint that there is", () => {
  expect([...visited].toSorted()).toEqual(CRASHPOINTS.toSorted());
});
