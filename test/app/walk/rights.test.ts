import { afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import nock from "nock";
import { openStage, opened, REPAIRED, type Stage, type StageOptions, WEAK } from "./stage.ts";

jest.setTimeout(180_000);
beforeAll(() => nock.restore());

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

/** Ada's pull request, reviewed by an App with these rights. */
async function setUp(options: StageOptions) {
  const opening = await openStage(options);
  stage = opening;
  const scene = await opening.scene();
  const pull = await opened(opening, scene);
  const pushes = async (text: string) => {
    await scene.ada.pushes(scene.repository, { branch: "feature", files: { "app.py": text } });
    await opening.quiet();
  };
  const degraded = async () => {
    const metrics = await fetch(opening.app.webhook.url.replace(/\/api\/.*/, "/metrics"));
    const lines = (await metrics.text()).matchAll(/^reflexgen_degraded_total\{action="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries([...lines].map(([, action, count]) => [action, Number(count)]));
  };
  return { stage: opening, scene, pull, pushes, degraded };
}

describe("an App that may review only", () => {
  it("says in its comment what it can't say by resolving the thread", async () => {
    const { scene, pull, pushes, degraded } = await setUp({ manifest: "app.yml" });

    await pushes(REPAIRED);

    const { threads, reviewComments, comments, checks } = scene.ada.sees(pull);
    const sha = pull.head.sha.slice(0, 7);
    expect(threads.map(({ resolvedById }) => resolvedById)).toEqual([undefined, undefined]);
    const [first, second, ...answers] = reviewComments;
    for (const comment of [first, second]) expect(comment?.body).toMatch(new RegExp(`^\\*\\*Fixed in \`${sha}\``));
    expect(answers).toHaveLength(2);
    expect(comments[0]?.body).toMatch(/^### ReflexGen: nothing open, 2 fixed\n/);
    expect(checks.at(-1)).toMatchObject({ conclusion: "success" });
    expect(await degraded()).toEqual({ resolve: 2 });
  });

  it("says it once, however often it looks again", async () => {
    const { stage: here, scene, pull, pushes } = await setUp({ manifest: "app.yml" });
    await pushes(REPAIRED);
    const before = scene.ada.sees(pull).reviewComments.map(({ body }) => body);

    await pushes(`${REPAIRED}\n`);
    scene.ada.rerunsCheck(scene.ada.sees(pull).checks.at(-1)!);
    await here.quiet();

    expect(scene.ada.sees(pull).reviewComments.map(({ body }) => body)).toEqual(before);
  });

  it("explains that it commits nothing, and asks GitHub for nothing that it has no right to", async () => {
    const { stage: here, scene, pull } = await setUp({ manifest: "app.yml" });
    const { sha } = pull.head;

    scene.ada.comments(pull, "/reflexgen apply all");
    await here.quiet();

    expect(pull.head.sha).toBe(sha);
    expect(scene.ada.sees(pull).comments.at(-1)?.body).toContain("the App may not write to this repository");
    expect(here.github.ledger.requests.filter(({ status }) => status === 403)).toEqual([]);
    expect(here.github.ledger.tokens.some(({ permissions }) => permissions["contents"] === "write")).toBe(false);
  });
});

describe("an App without a right", () => {
  it("to checks posts its review and its summary all the same", async () => {
    const { scene, pull, pushes, degraded } = await setUp({ permissions: { checks: "read" } });

    await pushes(REPAIRED);

    const { reviews, threads, comments, checks } = scene.ada.sees(pull);
    expect(reviews).not.toEqual([]);
    expect(threads.every(({ resolvedById }) => resolvedById !== undefined)).toBe(true);
    expect(comments[0]?.body).toMatch(/^### ReflexGen: nothing open, 2 fixed\n/);
    expect(checks).toEqual([]);
    expect(Object.keys(await degraded())).toEqual(["check"]);
  });

  it("to write to pull requests says what it found in its check", async () => {
    const { scene, pull, degraded } = await setUp({ permissions: { pull_requests: "read" } });

    const { reviews, comments, checks } = scene.ada.sees(pull);
    expect([reviews, comments]).toEqual([[], []]);
    expect(checks).toMatchObject([{ conclusion: "failure", output: { title: "2 findings (2 high): blocking" } }]);
    expect(checks[0]?.output.text).toContain("SQL built from strings");
    expect(await degraded()).toEqual({ review: 1, summary: 1 });
  });

  it("to read issues reviews as ever, and hears no comments", async () => {
    const { stage: here, scene, pull } = await setUp({ permissions: { issues: undefined } });

    scene.ada.comments(pull, "/reflexgen help");
    await here.quiet();

    expect(scene.ada.sees(pull).reviews).toHaveLength(1);
    expect(scene.ada.sees(pull).comments).toHaveLength(2);
  });

  it("to write to contents that was taken away since commits nothing and goes on reviewing", async () => {
    const { stage: here, scene, pull, pushes } = await setUp({});
    scene.installation.permissions = { ...scene.installation.permissions, contents: "read" };
    const { sha } = pull.head;

    scene.ada.comments(pull, "/reflexgen apply all");
    await here.quiet();
    expect(pull.head.sha).toBe(sha);
    await pushes(`${WEAK}\n`);

    expect(scene.ada.sees(pull).comments.at(-1)?.body).toContain("Nothing was committed");
    expect(scene.ada.sees(pull).checks.at(-1)).toMatchObject({ conclusion: "failure" });
  });
});
