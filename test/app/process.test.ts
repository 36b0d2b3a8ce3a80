import { request } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { opened, post, sign } from "./deliver.ts";
import { cleanUp, newFolder, SETTINGS, spawnApp, spawnProgram, type AppProcess } from "./spawn-app.ts";
import { until } from "./test-app.ts";
import { freePort } from "../../demo/free-port.ts";

beforeAll(() => nock.restore());
afterAll(cleanUp);

describe("npm start", () => {
  it.each<[string, Record<string, string>, string]>([
    ["no secret", { WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET: not set"],
    ["Probot's default secret", { WEBHOOK_SECRET: "development" }, "WEBHOOK_SECRET: shorter than 16 characters"],
    ["a short secret", { WEBHOOK_SECRET: "fifteen-letters" }, "WEBHOOK_SECRET: shorter than 16 characters"],
    ["blanks for a secret", { WEBHOOK_SECRET: " ".repeat(40) }, "WEBHOOK_SECRET: not set"],
    ["a simple secret", { WEBHOOK_SECRET: "a".repeat(40) }, "WEBHOOK_SECRET: too simple"],
    ["no App", { APP_ID: "" }, "APP_ID: not set"],
    ["no key", { PRIVATE_KEY: "" }, "PRIVATE_KEY: not set"],
    ["a key that is none", { PRIVATE_KEY: "very-secret-text" }, "PRIVATE_KEY: not an RSA private key in PEM"],
    ["a weak secret that is on its way out", { WEBHOOK_SECRET_OLD: "development" }, "WEBHOOK_SECRET_OLD: shorter than"],
  ])("refuses to start with %s, in one line and with no port open (W1)", async (_, settings, reason) => {
    const port = await freePort();
    const app = spawnProgram("src/main.ts", { ...SETTINGS, ...settings, PORT: String(port) });

    const code = await app.ended;

    expect(code).toBe(2);
    expect(app.errors()).toContain(`reflexgen: ${reason}`);
    expect(app.errors().trimEnd().split("\n")).toHaveLength(1);
    expect(app.errors()).not.toContain("very-secret-text");
    expect(app.said).toEqual([]);
  });
});

describe("a process that is asked to stop (Q4)", () => {
  it("finishes what it can, gives the rest back, and loses nothing", async () => {
    const folder = newFolder();
    const settings = { REFLEXGEN_HOME: folder, REFLEXGEN_CONCURRENCY: "20", DRAIN_MS: "300" };
    const first = await spawnApp({ ...settings, WORK_MS: "60000" });
    await deliver(first, 20);
    await until(() => began(first).length === 20);

    first.child.kill("SIGTERM");
    const code = await first.ended;
    const second = await spawnApp({ ...settings, WORK_MS: "10" });
    await until(() => ended(second).length === 20);
    second.child.kill("SIGTERM");

    expect(code).toBe(0);
    expect(ended(first)).toEqual([]);
    expect(new Set(ended(second)).size).toBe(20);
    expect(await second.ended).toBe(0);
  });

  it("lets work that is nearly done end", async () => {
    const app = await spawnApp({ REFLEXGEN_CONCURRENCY: "5", WORK_MS: "500" });
    await deliver(app, 5);
    await until(() => began(app).length === 5);

    app.child.kill("SIGTERM");

    expect(await app.ended).toBe(0);
    expect(ended(app)).toHaveLength(5);
  });

  it("keeps every accepted delivery when it is killed instead", async () => {
    const folder = newFolder();
    const first = await spawnApp({ REFLEXGEN_HOME: folder, WORK_MS: "60000" });
    await deliver(first, 50);
    first.child.kill("SIGKILL");
    await first.ended;

    const second = await spawnApp({ REFLEXGEN_HOME: folder, WORK_MS: "0", REFLEXGEN_CONCURRENCY: "10" });
    await until(() => new Set(ended(second)).size === 50);
    second.child.kill("SIGTERM");

    expect(await second.ended).toBe(0);
  });
});

it("holds little memory when strangers send 300 MB each, and hears others meanwhile (W3)", async () => {
  const app = await spawnApp();
  // What a process takes to get going is not the strangers' doing.
  for (let round = 0; round < 12; round++) await deliver(app, 50);
  const before = await rssOf(app);
  let peak = before;

  const strangers = Array.from({ length: 8 }, () => flood(app.webhookUrl, 300));
  const statuses: number[] = [];
  for (let number = 100; number < 140; number++) {
    const answer = await post(app.webhookUrl, { body: JSON.stringify(opened(number)) });
    statuses.push(answer.status);
    peak = Math.max(peak, await rssOf(app));
  }
  await Promise.all(strangers);
  peak = Math.max(peak, await rssOf(app));
  app.child.kill("SIGTERM");
  await app.ended;

  expect(new Set(statuses)).toEqual(new Set([202]));
  expect((peak - before) / 1024 / 1024).toBeLessThanOrEqual(64);
  const refusals = app.said.filter((line) => line.includes("refused"));
  expect(refusals.join("\n").length).toBeLessThanOrEqual(1024);
});

async function deliver({ webhookUrl }: AppProcess, count: number): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, index) => post(webhookUrl, { body: JSON.stringify(opened(index + 1)) })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
}

function began({ said }: AppProcess): string[] {
  return said.filter((line) => line.startsWith("began"));
}

function ended({ said }: AppProcess): string[] {
  return said.filter((line) => line.startsWith("ended"));
}

async function rssOf({ child, said }: AppProcess): Promise<number> {
  const from = said.length;
  child.kill("SIGUSR2");
  let line: string | undefined;
  await until(() => (line = said.slice(from).find((text) => text.startsWith("rss "))) !== undefined);
  return Number(line?.slice(4));
}

/** A body without a length and with a signature of the right form, until it is cut off. */
function flood(url: string, megabytes: number): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "transfer-encoding": "chunked",
        "x-github-event": "push",
        "x-github-delivery": "1",
        "x-hub-signature-256": sign("another body"),
      },
    });
    sending.on("response", (response) => response.resume());
    sending.on("error", () => {});
    sending.on("close", () => resolve());
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const next = (left: number) => {
      if (left === 0) sending.end();
      else if (!sending.destroyed) sending.write(chunk, (error) => (error ? sending.destroy() : next(left - 1)));
    };
    next(megabytes);
  });
}
