import { afterEach, describe, expect, it } from "@jest/globals";
import type { Fault } from "../../../demo/github/faults/faults.ts";
import type { Pull } from "../../../demo/github/pulls/pull.ts";
import { RetryLaterError } from "../../../src/core/errors.ts";
import { CRASHPOINTS, installCrashpoints } from "../../../src/core/crashpoint.ts";
import type { CheckReport, LineComment } from "../../../src/core/pull-request.ts";
import { openAppScene, type AppScene, type SceneOptions } from "./app-scene.ts";

const LINES = Array.from({ length: 80 }, (_, index) => `line ${index + 1}`);
const NEW_FILE = `${LINES.join("\n")}\n`;

let scenes: AppScene[] = [];
afterEach(async () => {
  installCrashpoints(() => {});
  const open = scenes;
  scenes = [];
  for (const scene of open) await scene.close();
});

/** Ada's pull request with a new file of 80 lines. */
async function setUp(options: SceneOptions = {}) {
  const scene = await openAppScene(options);
  scenes.push(scene);
  const pull = await scene.ada.opensPullRequest(scene.repository, {
    branch: "topic",
    title: "Change",
    files: { "new.py": NEW_FILE },
  });
  const host = (await scene.open()).pull(pull.number);
  const commitSha = await headOf(scene, pull);
  scene.github.ledger.clear();
  return { ...scene, host, pull, commitSha };
}

async function headOf(scene: AppScene, pull: Pull): Promise<string> {
  return (await (await scene.open()).pull(pull.number).read()).head.sha;
}

const comment = (line: number, more: Partial<LineComment> = {}): LineComment => ({
  path: "new.py",
  side: "RIGHT",
  line,
  body: `About line ${line}.\n\n<!-- reflexgen:finding ${line} -->`,
  ...more,
});
const comments = (count: number) => Array.from({ length: count }, (_, index) => comment(index + 1));
const BODY = "Looked at.\n\n<!-- reflexgen:review 1 -->";
const check = (more: Partial<CheckReport> & { headSha: string }): CheckReport => ({
  title: "Nothing found in what was read",
  summary: "One file read.",
  externalId: "state 1",
  ...more,
});

describe("a write whose answer is lost", () => {
  const faults: [string, Fault][] = [
    ["an error after the effect", { kind: "status", status: 502, after: true }],
    ["an error before the effect", { kind: "status", status: 502 }],
    ["a reset after the effect", { kind: "reset", after: true }],
    ["a reset before the effect", { kind: "reset" }],
    ["an answer that breaks off", { kind: "truncated" }],
    ["a web page after the effect", { kind: "html", after: true }],
    ["an answer that is not what it says", { kind: "bad-gzip" }],
  ];

  it.each(faults)("leaves one review: %s", async (_, fault) => {
    const { host, github, commitSha } = await setUp();
    github.faults.order({ on: "pulls/create-review", fault, times: 1 });

    const posted = await host.conversation.postReview({ commitSha, body: BODY, comments: comments(2) });

    expect(posted).toEqual({ refused: [] });
    expect(github.ledger.writesOf("pulls/create-review")).toHaveLength(1);
    const { reviews, threads } = await host.conversation.read();
    expect([reviews.length, threads.length]).toEqual([1, 2]);
  });

  it.each(faults)("leaves one of each other thing: %s", async (_, fault) => {
    const { host, github, commitSha } = await setUp();
    await host.conversation.postReview({ commitSha, body: BODY, comments: comments(1) });
    const first = (await host.conversation.read()).threads[0]?.first.id ?? 0;
    for (const on of [
      "issues/create-comment",
      "pulls/create-reply-for-review-comment",
      "checks/create",
      "checks/update",
    ])
      github.faults.order({ on, fault, times: 1 });

    await host.conversation.postComment("Summary.\n\n<!-- reflexgen:summary 1 -->");
    await host.conversation.reply(first, "Fixed.\n\n<!-- reflexgen:reply 1 -->");
    await host.checks.ensure(check({ headSha: commitSha }));
    await host.checks.ensure(check({ headSha: commitSha, conclusion: "success", externalId: "state 2" }));

    const { comments: said, threads } = await host.conversation.read();
    expect([said.length, threads[0]?.replies.length]).toEqual([1, 1]);
    expect(github.ledger.writesOf("issues/create-comment")).toHaveLength(1);
    expect(github.ledger.writesOf("checks/create")).toHaveLength(1);
    await expect(host.checks.find(commitSha)).resolves.toMatchObject({ completed: true, externalId: "state 2" });
  });

  it("leaves no second part of a review that was posted in two", async () => {
    const { host, github, commitSha } = await setUp();
    github.faults.order({ on: "pulls/create-review", fault: { kind: "reset", after: true }, skip: 1, times: 1 });

    await host.conversation.postReview({ commitSha, body: BODY, comments: comments(40) });

    expect(github.ledger.writesOf("pulls/create-review")).toHaveLength(2);
    await expect(host.conversation.read()).resolves.toMatchObject({ threads: { length: 40 } });
  });

  it("is given up when GitHub stays down, without an end of tries", async () => {
    const { host, github, commitSha } = await setUp();
    github.faults.order({ on: "pulls/create-review", fault: { kind: "status", status: 503 } });

    const posted = host.conversation.postReview({ commitSha, body: BODY, comments: [] });

    await expect(posted).rejects.toMatchObject({ status: 503 });
    expect(github.ledger.requestsOf("pulls/create-review")).toHaveLength(3);
  });
});

describe("a review with an anchor that GitHub refuses", () => {
  it("is posted without it; a look at the diff finds it", async () => {
    const { host, github, commitSha } = await setUp();
    const bad = comment(999);

    const posted = await host.conversation.postReview({
      commitSha,
      body: BODY,
      comments: [...comments(39).slice(0, 20), bad, ...comments(39).slice(20)],
    });

    expect(posted).toEqual({ refused: [bad] });
    expect(github.ledger.requests.length).toBeLessThanOrEqual(8);
    const { threads, reviews } = await host.conversation.read();
    expect([threads.length, reviews.filter(({ body }) => body !== "").length]).toEqual([39, 1]);
  });

  it.each([0, 11, 19, 29])("is posted without it where the diff does not tell: the one at %i of 30", async (index) => {
    const { host, github, commitSha } = await setUp();
    // GitHub refuses a body that is too long as it does a bad anchor; the diff says nothing of that.
    const wanted = comments(30).map((one, at) => (at === index ? { ...one, body: "x".repeat(65_537) } : one));

    const posted = await host.conversation.postReview({ commitSha, body: BODY, comments: wanted });

    expect(posted).toEqual({ refused: [wanted[index]] });
    expect(github.ledger.requestsOf("pulls/create-review").length).toBeLessThanOrEqual(7);
    await expect(host.conversation.read()).resolves.toMatchObject({ threads: { length: 29 } });
  });

  it("isolates several, within a bound of requests", async () => {
    const { host, github, commitSha } = await setUp();
    const wanted = comments(30).map((one, at) => (at % 4 === 0 ? { ...one, body: "x".repeat(65_537) } : one));

    const posted = await host.conversation.postReview({ commitSha, body: BODY, comments: wanted });

    const refused = posted === "forbidden" ? [] : posted.refused;
    expect(refused.length).toBeGreaterThanOrEqual(8);
    expect(github.ledger.requestsOf("pulls/create-review").length).toBeLessThanOrEqual(20);
    const { threads, reviews } = await host.conversation.read();
    expect(threads.length + refused.length).toBe(30);
    expect(reviews.filter(({ body }) => body !== "")).toHaveLength(1);
  });

  it("still says that it was made when none of them can stand", async () => {
    const { host, commitSha } = await setUp();

    const posted = await host.conversation.postReview({
      commitSha,
      body: BODY,
      comments: [comment(500), comment(501)],
    });

    expect(posted).toMatchObject({ refused: { length: 2 } });
    await expect(host.conversation.read()).resolves.toMatchObject({
      reviews: [{ byUs: true, commitSha }],
      threads: [],
    });
  });

  it("is not searched in when the branch was pushed to: the job comes back", async () => {
    const { host, ada, repository, github, commitSha } = await setUp();
    await ada.pushes(repository, { branch: "topic", files: { "new.py": "short\n" } });

    const posted = host.conversation.postReview({ commitSha, body: BODY, comments: [comment(999)] });

    await expect(posted).rejects.toBeInstanceOf(RetryLaterError);
    expect(github.ledger.writesOf("pulls/create-review")).toHaveLength(0);
  });

  it("posts 60 comments in two requests", async () => {
    const { host, github, commitSha } = await setUp();

    await host.conversation.postReview({ commitSha, body: BODY, comments: comments(60) });

    expect(github.ledger.writesOf("pulls/create-review")).toHaveLength(2);
    await expect(host.conversation.read()).resolves.toMatchObject({ threads: { length: 60 } });
  });
});

describe("GitHub's limits", () => {
  it.each<[string, Fault, number, number]>([
    ["a secondary one with its time", { kind: "secondary-limit", retryAfterSeconds: 90 }, 90_000, 90_000],
    ["a secondary one without", { kind: "secondary-limit", status: 429 }, 60_000, 60_000],
    ["the hour's", { kind: "primary-limit", resetInSeconds: 45 * 60 }, 44 * 60_000, 45 * 60_000 + 2000],
  ])("send the job away and nothing goes out meanwhile: %s", async (_, fault, least, most) => {
    const { host, open, github, commitSha } = await setUp();
    github.faults.order({ on: "pulls/create-review", fault, times: 1 });

    const error: unknown = await host.conversation
      .postReview({ commitSha, body: BODY, comments: [] })
      .catch((thrown: unknown) => thrown);
    const asked = github.ledger.requests.length;
    const others = [host.read(), host.conversation.postComment("x"), open().then((one) => one.openPulls())];
    const later = await Promise.allSettled(others);

    expect(error).toBeInstanceOf(RetryLaterError);
    expect(error).toMatchObject({ delayMs: expect.any(Number) });
    const { delayMs } = error as RetryLaterError;
    expect(delayMs).toBeGreaterThanOrEqual(least);
    expect(delayMs).toBeLessThanOrEqual(most);
    expect(later.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(github.ledger.requests).toHaveLength(asked);
  });
});

describe("GraphQL's limit", () => {
  it("comes with a 200, and counts as the hour's", async () => {
    const { host, github } = await setUp();
    const reset = Math.ceil(Date.now() / 1000) + 600;
    github.faults.order({
      on: "graphql",
      fault: {
        kind: "status",
        status: 200,
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(reset) },
        body: { data: null, errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] },
      },
    });

    await expect(host.conversation.read()).rejects.toBeInstanceOf(RetryLaterError);
    const asked = github.ledger.requests.length;
    await expect(host.read()).rejects.toBeInstanceOf(RetryLaterError);
    expect(github.ledger.requests).toHaveLength(asked);
  });
});

describe("a write that is not ours to make", () => {
  it("is left, and said in words without secrets", async () => {
    const { host, github, commitSha, logged } = await setUp({
      permissions: { contents: "read", metadata: "read", pull_requests: "read", checks: "read" },
    });

    const results = [
      await host.conversation.postReview({ commitSha, body: BODY, comments: comments(1) }),
      await host.conversation.postComment("x"),
      await host.conversation.editComment(1, "x"),
      await host.conversation.resolve("PRRT_x"),
      await host.checks.ensure(check({ headSha: commitSha })),
    ];

    expect(results).toEqual(["forbidden", "forbidden", "forbidden", "forbidden", "forbidden"]);
    expect(github.ledger.writes).toEqual([]);
    expect(logged.join("\n")).toContain("Resource not accessible by integration");
    expect(logged.join("\n")).not.toMatch(/ghs_|eyJ/);
  });

  it("is not made when the job's lease is lost", async () => {
    const { open, pull, github, commitSha } = await setUp();
    const lost = new Error("the ticket is no longer this worker's");
    const host = (await open(() => Promise.reject(lost))).pull(pull.number);

    await expect(host.conversation.postComment("x")).rejects.toBe(lost);
    await expect(host.checks.ensure(check({ headSha: commitSha }))).rejects.toBe(lost);
    expect(github.ledger.writes).toEqual([]);
  });

  it("asks the lease before each write", async () => {
    const { host, confirmed, commitSha } = await setUp();
    const before = confirmed();

    await host.conversation.postReview({ commitSha, body: BODY, comments: comments(1) });
    await host.conversation.postComment("x");
    await host.checks.ensure(check({ headSha: commitSha }));

    expect(confirmed() - before).toBe(3);
  });
});

describe("crashpoints", () => {
  it("stand before and after every effect", async () => {
    const { host, commitSha } = await setUp();
    const reached: string[] = [];
    installCrashpoints((name) => reached.push(name));

    await host.conversation.postReview({ commitSha, body: BODY, comments: comments(1) });
    const [thread] = (await host.conversation.read()).threads;
    const said = await host.conversation.postComment("x");
    if (said !== "forbidden") await host.conversation.editComment(said.id, "y");
    await host.conversation.editLineComment(thread?.first.id ?? 0, "y");
    await host.conversation.reply(thread?.first.id ?? 0, "z");
    await host.conversation.resolve(thread?.id ?? "");
    await host.conversation.react("diff", thread?.first.id ?? 0, "eyes");
    await host.checks.ensure(check({ headSha: commitSha }));
    await host.commit({
      branch: "topic",
      expectedHeadSha: commitSha,
      headline: "Fix",
      body: "",
      files: [{ path: "new.py", text: "x\n" }],
    });

    expect(reached).toEqual(CRASHPOINTS);
  });
});
