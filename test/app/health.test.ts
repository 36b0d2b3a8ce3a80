import { afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { opened, post } from "./deliver.ts";
import { closeTestApp, openTestApp, until, type TestApp } from "./test-app.ts";

beforeAll(() => nock.restore());

describe("the pages of a process", () => {
  let app: TestApp;
  afterEach(() => closeTestApp(app));

  it("say that it is not ready, and what it misses, while its store does not answer", async () => {
    app = await openTestApp({ needs: { knowledge: () => Promise.reject(new Error("qdrant at db.internal")) } });

    const [ready, alive] = await Promise.all([fetch(`${app.url}/readyz`), fetch(`${app.url}/healthz`)]);

    expect([ready.status, await ready.text()]).toEqual([503, "no answer from: knowledge\n"]);
    expect([alive.status, await alive.text()]).toEqual([200, "alive\n"]);
  });

  it("say that it is ready, and count what it did", async () => {
    app = await openTestApp();
    await post(app.webhookUrl, { body: JSON.stringify(opened(7)) });
    await post(app.webhookUrl, { body: "{}", signature: "sha256=0" });
    await until(() => app.ran.length === 1);

    const ready = await fetch(`${app.url}/readyz`);
    const figures = await (await fetch(`${app.url}/metrics`)).text();

    expect([ready.status, await ready.text()]).toEqual([200, "ready\n"]);
    expect(figures).toContain('reflexgen_events_total{event="pull_request",outcome="job"} 1');
    expect(figures).toContain('reflexgen_jobs_total{kind="review",outcome="done"} 1');
    expect(figures).toContain('reflexgen_delivery_seconds_count{status="401"} 1');
    expect(figures).toContain('reflexgen_queue_jobs{state="waiting"} 0');
    // Whatever a label could tell of somebody's code is none of it.
    expect(figures).not.toMatch(/repository|installation|number=/);
  });

  it("give figures to this machine only, unless its operator says otherwise", async () => {
    app = await openTestApp();
    const throughProxy = await fetch(`${app.url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    await closeTestApp(app);
    app = await openTestApp({ metricsFor: "public" });
    const open = await fetch(`${app.url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.9" } });
    await closeTestApp(app);
    app = await openTestApp({ metricsFor: "none" });
    const none = await fetch(`${app.url}/metrics`);

    expect([throughProxy.status, open.status, none.status]).toEqual([404, 200, 404]);
  });

  it("are all that a worker has: deliveries are for the front", async () => {
    app = await openTestApp({ role: "worker" });

    const [delivery, alive] = await Promise.all([
      post(app.webhookUrl, { body: JSON.stringify(opened(7)) }),
      fetch(`${app.url}/healthz`),
    ]);

    expect([delivery.status, alive.status]).toEqual([404, 200]);
  });
});

it("lets the workers of a machine share their settings, and says who has the port otherwise", async () => {
  const first = await openTestApp();
  const worker = await openTestApp({ role: "worker", port: first.port });
  const second = openTestApp({ port: first.port });

  await expect(second).rejects.toThrow(`PORT: ${first.port} can't be had (EADDRINUSE)`);
  expect((await fetch(`${worker.url}/healthz`)).status).toBe(200);
  await Promise.all([closeTestApp(first), closeTestApp(worker)]);
});

it("says one line a job, with ids alone", async () => {
  const app = await openTestApp({
    run: () =>
      Promise.reject(new Error("could not read\nconst password = 'hunter2' ghp_0123456789012345678901234567890123")),
  });
  await post(app.webhookUrl, { body: JSON.stringify(opened(7)), id: "the-guid" });
  await until(async () => (await app.queue.counts()).dead === 1);
  await until(() => app.logged.some((line) => line.includes("given up")));
  const lines = app.logged.filter((line) => line.includes(" job"));
  await closeTestApp(app);

  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(
    /^\S+Z warn job kind=review installation=5 repository=77 number=7 outcome=failed ms=\d+ attempt=1 words="Error: could not read"$/,
  );
  expect(lines.join("\n")).not.toMatch(/hunter2|ghp_/);
});
