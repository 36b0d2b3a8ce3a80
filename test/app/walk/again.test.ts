import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { runsOf } from "../../../demo/github/checks/check-run.ts";
import { CLEAN, openStage, opened, REPAIRED, type Scene, type Stage, WEAK } from "./stage.ts";
import { until } from "../test-app.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Everything that was said, by its number and text, without what it cost and the mark that is signed with it. */
function said({ ada }: Scene, pull: Pull): unknown {
  const { reviews, reviewComments, comments } = ada.sees(pull);
  return [...reviews, ...reviewComments, ...comments].map(({ id, body }) => [
    id,
    body.replaceAll(/^(?:Cost: .*|<!-- reflexgen:.*)$/gm, ""),
  ]);
}

describe("what was said", () => {
  it("is not said again when GitHub delivers again", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const before = said(scene, pull);

    const all = stage.github.webhooks.deliveries().filter(({ repositoryId }) => repositoryId === scene.repository.id);
    for (const delivery of all) stage.github.webhooks.redeliver(delivery);
    await stage.quiet();

    expect(said(scene, pull)).toEqual(before);
    expect(scene.ada.sees(pull).checks).toHaveLength(1);
  });

  it("is not said again when somebody re-runs the check, or all of them", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const before = said(scene, pull);

    scene.ada.rerunsCheck(scene.ada.sees(pull).checks[0]!);
    await stage.quiet();
    const suite = stage.github.world.checkSuites.values().find(({ headSha }) => headSha === pull.head.sha);
    await scene.ada.rerunsAllChecks(suite!);
    await stage.quiet();
    scene.ada.clicks(scene.ada.sees(pull).checks.at(-1)!, "review");
    await stage.quiet();

    expect(said(scene, pull)).toEqual(before);
    const conclusions = scene.ada.sees(pull).checks.map(({ status, conclusion }) => `${status}: ${conclusion}`);
    expect(new Set(conclusions)).toEqual(new Set(["completed: failure"]));
  });

  it("is not said again of the next commit, where only what is new gets a comment", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);

    const more = `${WEAK}\n\ndef tag(conn, word):\n    return conn.cursor().execute("SELECT 1 WHERE tag = '%s'" % word)\n`;
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": more } });
    await stage.quiet();

    const { reviews, threads, comments, checks } = scene.ada.sees(pull);
    expect(reviews.map(({ commitId }) => commitId)).toHaveLength(2);
    expect(threads.map(({ original }) => original.line)).toEqual([11, 15, 19]);
    expect(comments.map(({ body }) => body.split("\n")[0])).toEqual(["### ReflexGen: 3 findings"]);
    expect(checks).toMatchObject([{ conclusion: "failure", headSha: pull.head.sha }]);
  });

  it("is said once more when it comes back after it was fixed", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const pushes = async (text: string) => {
      await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": text } });
      await stage.quiet();
    };

    await pushes(REPAIRED);
    const whenFixed = scene.ada.sees(pull);
    await pushes(WEAK);
    const back = scene.ada.sees(pull);
    await pushes(`${WEAK}\n`);
    const after = scene.ada.sees(pull);

    expect(whenFixed.threads.every(({ resolvedById }) => resolvedById !== undefined)).toBe(true);
    expect(whenFixed.checks.at(-1)).toMatchObject({ conclusion: "success" });
    expect(back.threads).toHaveLength(4);
    expect(back.checks.at(-1)).toMatchObject({ conclusion: "failure" });
    expect(after.threads).toHaveLength(4);
    expect(after.checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });
});

describe("a committed suggestion", () => {
  it("closes its thread with the commit that fixed it, and the other stays", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;

    const sha = await scene.ada.commitsSuggestion(first!);
    await stage.quiet();

    const { threads, reviewComments, comments, checks } = scene.ada.sees(pull);
    expect(threads.map(({ resolvedById }) => resolvedById !== undefined)).toEqual([true, false]);
    const answers = reviewComments.filter(({ inReplyToId }) => inReplyToId === first!.id);
    expect(answers.map(({ body }) => body.split("\n")[0])).toEqual([
      `Fixed in \`${sha.slice(0, 7)}\`: the weakness is no longer found there.`,
    ]);
    expect(comments[0]?.body).toMatch(/^### ReflexGen: 1 finding, 1 fixed\n/);
    expect(checks).toMatchObject([{ conclusion: "failure", headSha: sha }]);
  });

  it("leaves a thread open in which a person talks, and says so there", async () => {
    const scene = await stage.scene();
    const pull = await opened(stage, scene);
    const [first] = scene.ada.sees(pull).reviewComments;
    scene.eve.replies(first!, "Is this reachable at all?");

    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": REPAIRED } });
    await stage.quiet();

    const { threads, reviewComments } = scene.ada.sees(pull);
    expect(threads.map(({ resolvedById }) => resolvedById !== undefined)).toEqual([false, true]);
    const answers = reviewComments.filter(({ inReplyToId }) => inReplyToId === first!.id);
    expect(answers.at(-1)?.body).toContain("the conversation stays open for them to close");
  });
});

describe("a push while a review is under way", () => {
  it("takes its place: nothing is said of the old head, whose check is closed (D7)", async () => {
    const scene = await stage.scene();
    const held = stage.github.faults.order({ on: "checks/create", fault: { kind: "delay", delayMs: 400 }, times: 1 });
    const pull = await scene.ada.opensPullRequest(scene.repository, {
      branch: "feature",
      title: "Search",
      files: { "app.py": WEAK },
    });
    await until(() => held.used === 1);
    const old = pull.head.sha;

    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": `\n${WEAK}` } });
    await stage.quiet();

    const { reviews, checks } = scene.ada.sees(pull);
    expect(reviews.map(({ commitId }) => commitId)).toEqual([pull.head.sha]);
    expect(checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    const left = runsOf(stage.github.world, scene.repository, old);
    expect(left.map(({ status, conclusion }) => [status, conclusion])).toEqual([["completed", "neutral"]]);
  });

  it("is noticed before anything is said, although GitHub has not told of it yet", async () => {
    const scene = await stage.scene();
    const { webhooks, faults } = stage.github;
    const held = faults.order({ on: "checks/create", fault: { kind: "delay", delayMs: 400 }, times: 1 });
    const pull = await scene.ada.opensPullRequest(scene.repository, {
      branch: "feature",
      title: "Search",
      files: { "app.py": WEAK },
    });
    await until(() => held.used === 1);
    const old = pull.head.sha;

    webhooks.hold();
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": CLEAN } });
    await stage.quiet();
    const unheard = scene.ada.sees(pull);
    webhooks.release();
    await stage.quiet();

    expect([unheard.reviews, unheard.comments]).toEqual([[], []]);
    const left = runsOf(stage.github.world, scene.repository, old);
    expect(left.map(({ status, conclusion }) => [status, conclusion])).toEqual([["completed", "neutral"]]);
    expect(scene.ada.sees(pull)).toMatchObject({ reviews: [], checks: [{ conclusion: "success" }] });
  });

  it("ten times in a row costs a review or two, and one is posted: of the last head (Q11)", async () => {
    const scene = await stage.scene();
    const pull = await scene.ada.opensPullRequest(scene.repository, {
      branch: "feature",
      title: "Search",
      files: { "app.py": WEAK },
    });

    for (let push = 1; push <= 10; push++)
      await scene.ada.pushes(scene.repository, {
        branch: "feature",
        files: { "app.py": `${"\n".repeat(push)}${WEAK}` },
      });
    await stage.quiet();

    const { reviews, threads, checks } = scene.ada.sees(pull);
    expect(reviews.map(({ commitId }) => commitId)).toEqual([pull.head.sha]);
    expect(threads).toHaveLength(2);
    expect(checks).toMatchObject([{ status: "completed", conclusion: "failure" }]);
    const runs = [...stage.github.world.checkRuns.values()].filter(
      ({ repositoryId }) => repositoryId === scene.repository.id,
    );
    expect(runs.filter(({ status }) => status !== "completed")).toEqual([]);
  });
});
