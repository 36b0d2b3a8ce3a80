import { randomUUID } from "node:crypto";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import type { Job } from "../../src/core/job.ts";
import { opened, post } from "./deliver.ts";
import { closeTestApp, openTestApp, until, type TestApp } from "./test-app.ts";

beforeAll(() => nock.restore());

describe("deliveries that come more than once", () => {
  let app: TestApp;
  let run: (job: Job) => Promise<string>;
  beforeEach(async () => {
    run = async () => "done";
    app = await openTestApp({ run: (job) => run(job) });
  });
  afterEach(() => closeTestApp(app));

  it("make one job, a thousand at the same moment (W5)", async () => {
    const [body, id] = [JSON.stringify(opened(7)), randomUUID()];

    const answers = await Promise.all(Array.from({ length: 1000 }, () => post(app.webhookUrl, { body, id })));
    await until(async () => (await app.queue.counts()).waiting === 0 && app.ran.length > 0);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(app.ran).toHaveLength(1);
  });

  it("make one job when they are replayed later under other names of their own (W6)", async () => {
    const body = JSON.stringify(opened(7));
    await post(app.webhookUrl, { body });
    await until(() => app.ran.length === 1);

    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 100 }, () => post(app.webhookUrl, { body, id: randomUUID() })));
    }
    await post(app.webhookUrl, { body: JSON.stringify(opened(8)) });
    await until(() => app.ran.length === 2);

    expect(app.ran.map((job) => "number" in job && job.number)).toEqual([7, 8]);
  });

  it("run again when their job was given up (W8)", async () => {
    const bodies = Array.from({ length: 10 }, (_, index) => JSON.stringify(opened(index + 1)));
    run = () => Promise.reject(new Error("broken"));
    await Promise.all(bodies.map((body, index) => post(app.webhookUrl, { body, id: `guid-${index}` })));
    await until(async () => (await app.queue.counts()).dead === 10);

    run = async () => "done";
    await Promise.all(bodies.map((body, index) => post(app.webhookUrl, { body, id: `guid-${index}` })));
    await until(async () => Object.values(await app.queue.counts()).every((count) => count === 0));

    expect(new Set(app.ran.map((job) => "number" in job && job.number)).size).toBe(10);
    expect(app.ran).toHaveLength(10);
  });
});

it("reviews what is there, whatever order it was told in (W9)", async () => {
  // What GitHub would answer: the worker asks it, and never the delivery.
  const truth = new Map<number, { head: string; open: boolean }>();
  const reviewed: { number: number; head: string; stale: boolean }[] = [];
  const app = await openTestApp({
    async run(job) {
      if (job.kind !== "review") return "looked";
      const { head, open } = truth.get(job.number) ?? { head: "", open: false };
      if (open) reviewed.push({ number: job.number, head, stale: head !== truth.get(job.number)?.head });
      return "looked";
    },
  });
  const told: string[] = [];
  for (let number = 1; number <= 20; number++) {
    for (let push = 0; push < 5; push++) {
      const head = { sha: `${push}`.repeat(40) };
      told.push(
        JSON.stringify(opened(number, { action: push ? "synchronize" : "opened", pull_request: { number, head } })),
      );
    }
    told.push(JSON.stringify(opened(number, { action: "closed" })));
    truth.set(number, { head: "4".repeat(40), open: number % 2 === 0 });
  }
  const shuffled = [...told, ...told].toSorted(() => Math.random() - 0.5);

  await Promise.all(shuffled.map((body) => post(app.webhookUrl, { body })));
  await until(async () => {
    const { waiting, running } = await app.queue.counts();
    return waiting + running === 0;
  });
  await closeTestApp(app);

  expect(reviewed.filter(({ stale, head }) => stale || head !== "4".repeat(40))).toEqual([]);
  expect(new Set(reviewed.map(({ number }) => number))).toEqual(
    new Set(Array.from({ length: 10 }, (_, index) => 2 * index + 2)),
  );
  expect(app.ran.filter((job) => job.kind === "act")).toHaveLength(20);
});
