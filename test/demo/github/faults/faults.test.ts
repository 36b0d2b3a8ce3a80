import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { branchSha } from "../../../../demo/github/git/refs.ts";
import { openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

const AT = { owner: "acme", repo: "shop" };

let story: Story;
beforeEach(async () => {
  story = await openStory();
});
afterEach(async () => {
  story.github.assertNoViolations();
  await story.close();
});

const createCheck = async () =>
  await story.octokit.rest.checks.create({ ...AT, name: "ReflexGen", head_sha: await head(), status: "in_progress" });

const head = async (): Promise<string> => (await branchSha(story.repository.git, "main")) ?? "";

describe("faults on order", () => {
  it("cut the connection before anything was done", async () => {
    const fault = story.github.faults.order({ on: "checks/create", fault: { kind: "reset" }, times: 1 });

    await expect(createCheck()).rejects.toMatchObject({ status: 500 });

    expect(fault.used).toBe(1);
    expect(story.github.ledger.writesOf("checks/create")).toEqual([]);
  });

  it("cut the connection after the effect", async () => {
    story.github.faults.order({ on: "checks/create", fault: { kind: "reset", after: true }, times: 1 });

    await expect(createCheck()).rejects.toMatchObject({ status: 500 });

    expect(story.github.ledger.writesOf("checks/create")).toHaveLength(1);
  });

  it("answer 502 although the effect took place, as often as asked and not once more", async () => {
    story.github.faults.order({ on: "checks/create", fault: { kind: "status", status: 502, after: true }, times: 2 });

    const outcomes = [];
    for (let turn = 0; turn < 3; turn += 1)
      outcomes.push(
        await createCheck().then(
          () => 201,
          ({ status }) => status,
        ),
      );

    expect(outcomes).toEqual([502, 502, 201]);
    expect(story.github.ledger.writesOf("checks/create")).toHaveLength(3);
  });

  it("skip the first requests when told to", async () => {
    story.github.faults.order({ on: "repos/get", fault: { kind: "status", status: 500 }, skip: 1, times: 1 });

    await story.octokit.rest.repos.get(AT);

    await expect(story.octokit.rest.repos.get(AT)).rejects.toMatchObject({ status: 500 });
  });

  it("are GitHub's rate limits, with and without a hint how long", async () => {
    const { faults } = story.github;
    faults.order({ on: "repos/get", fault: { kind: "primary-limit", resetInSeconds: 2700 }, times: 1 });
    faults.order({ on: "repos/get", fault: { kind: "secondary-limit", status: 429, retryAfterSeconds: 30 }, times: 1 });
    faults.order({ on: "repos/get", fault: { kind: "secondary-limit" }, times: 1 });
    const refused = async () =>
      await story.octokit.rest.repos.get(AT).catch(({ status, response }) => ({ status, headers: response.headers }));

    const [primary, hinted, silent] = [await refused(), await refused(), await refused()];

    expect(primary).toMatchObject({ status: 403, headers: { "x-ratelimit-remaining": "0" } });
    expect(hinted).toMatchObject({ status: 429, headers: { "retry-after": "30" } });
    expect(silent).toMatchObject({ status: 403 });
    expect(Object.keys(silent.headers ?? {})).not.toContain("retry-after");
  });

  it.each(["truncated", "html", "bad-gzip"] as const)("spoil the answer: %s", async (kind) => {
    story.github.faults.order({ on: "repos/get", fault: { kind }, times: 1 });

    const data = await story.octokit.rest.repos.get(AT).then(
      (answer): unknown => answer.data,
      () => undefined,
    );

    expect(typeof data).not.toBe("object");
  });

  it.each([
    { kind: "delay", delayMs: 3_600_000 },
    { kind: "trickle", intervalMs: 3_600_000 },
  ] as const)("keep waiting whoever waits, and nobody else: $kind", async (fault) => {
    const placed = story.github.faults.order({ on: "meta/get", fault, times: 1 });
    const leaving = new AbortController();

    const asked = fetch(`${story.github.url}/api/v3/meta`, { signal: leaving.signal }).then(
      async (answer) => await answer.text(),
    );
    while (placed.used === 0) await new Promise(setImmediate);
    leaving.abort();

    await expect(asked).rejects.toThrow("aborted");
    expect((await fetch(`${story.github.url}/api/v3/meta`)).status).toBe(200);
  });

  it("lead elsewhere", async () => {
    story.github.faults.order({ on: "repos/get", fault: { kind: "redirect", to: `${story.receiver.url}/canary` } });

    await story.octokit.rest.repos.get(AT).catch(() => undefined);

    expect(story.receiver.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});
