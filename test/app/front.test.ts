import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { openFront, TIMEOUTS, type Front } from "../../src/app/front.ts";
import { openLog } from "../../src/app/log.ts";
import { QueueError } from "../../src/core/job-queue.ts";
import { opened, post, SECRET, sign } from "./deliver.ts";
import { closeTestApp, openTestApp, until, type TestApp } from "./test-app.ts";

const BODY = JSON.stringify(opened(7));

// Nock stands in for sockets, and then neither slow senders nor half-sent requests are what they are.
beforeAll(() => nock.restore());

describe("the front", () => {
  let app: TestApp;
  beforeEach(async () => void (app = await openTestApp()));
  afterEach(() => closeTestApp(app));

  it("takes a signed delivery, and its job runs", async () => {
    const answer = await post(app.webhookUrl, { body: BODY });
    await until(() => app.ran.length > 0);

    expect(answer.status).toBe(202);
    expect(await answer.text()).toBe("");
    expect(app.ran).toEqual([{ kind: "review", installation: 5, repository: 77, number: 7, again: false }]);
  });

  it("refuses every signature but the right one, before anything is parsed, and hardly speaks of it (W2)", async () => {
    const right = sign(BODY);
    const wrong: (string | null)[] = [
      null,
      "",
      "sha256=",
      right.slice(0, -1),
      `${right}0`,
      `${right}, ${right}`,
      right.toUpperCase(),
      right.replace("sha256=", "sha1="),
      right.slice("sha256=".length),
      ` ${right.slice(0, -2)}zz`,
      sign(BODY, "another-secret-of-somebody"),
      sign(`${BODY} `),
      ...Array.from({ length: 200 }, () => `sha256=${randomBytes(32).toString("hex")}`),
    ];

    const answers = await Promise.all(
      // None of it is JSON: had it been parsed, the answer would be 400.
      wrong.flatMap((signature) => [BODY, "{not json"].map((body) => post(app.webhookUrl, { body, signature }))),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(answers.map(() => ""));
    expect(await app.queue.counts()).toEqual({ waiting: 0, delayed: 0, running: 0, dead: 0 });
    expect(app.logged.slice(1).join("\n").length).toBeLessThan(300);
  });

  it("does nothing with a body that is no object, or is said to be something else", async () => {
    const bodies = ["", "null", "5", '"text"', "[]", "{", '{"a":1}x'];
    const sent = await Promise.all(bodies.map((body) => post(app.webhookUrl, { body })));
    const form = await fetch(app.webhookUrl, {
      method: "POST",
      body: BODY,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-github-event": "pull_request",
        "x-github-delivery": "1",
        "x-hub-signature-256": sign(BODY),
      },
    });

    expect(sent.map(({ status }) => status)).toEqual(bodies.map(() => 400));
    expect(form.status).toBe(415);
  });

  it("takes what it doesn't know, however it is made, and does nothing with it (W12)", async () => {
    const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const names = [
      "__proto__",
      "constructor",
      "toString",
      "nothing_of_github",
      "ping",
      "issues",
      "error",
      "pull_request",
    ];
    const bodies = [
      `{"action":"unheard_of","x":${deep}}`,
      '{"__proto__":{"polluted":true},"action":"opened","constructor":{"prototype":{"polluted":true}}}',
      '{"action":{"toString":1}}',
      '{"action":["opened"],"installation":{"id":{"toString":1}}}',
      '{"action":"opened","installation":{"id":"__proto__"},"pull_request":null}',
      "{}",
    ];

    const answers = await Promise.all(
      names.flatMap((event) => bodies.map((body) => post(app.webhookUrl, { body, event }))),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(await app.queue.counts()).toMatchObject({ waiting: 0, running: 0 });
  });

  it("does a job although its payload is deep, and takes one of 25 MB", async () => {
    const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const large = JSON.stringify({ ...opened(9), padding: "x".repeat(25 * 1024 * 1024 - 1000) });

    const answers = await Promise.all([
      post(app.webhookUrl, { body: BODY.replace(/\}$/, `,"x":${deep}}`) }),
      post(app.webhookUrl, { body: large }),
    ]);
    await until(() => app.ran.length === 2);

    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(new Set(app.ran.map((job) => "number" in job && job.number))).toEqual(new Set([7, 9]));
  });

  it("has nothing but the webhook's path and its own pages (W15)", async () => {
    const paths = [
      "/", "/probot", "/probot/setup", "/probot/import", "/probot/success", "/probot/static/primer.css", "/ping", "/setup",
      "/api/github/webhooks/", "/api/github/webhooks/x", "/api/github/WEBHOOKS", "/api/github", "//healthz", "/healthz/",
      "/%68ealthz", "/.env", "/..%2f.env", "/constructor", "/__proto__", "/metrics/", "/debug", "/server-status",
    ]; // prettier-ignore
    const asked = await Promise.all(
      paths.flatMap((path) => ["GET", "POST"].map((method) => fetch(`${app.url}${path}`, { method }))),
    );
    const methods = ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"];
    const odd = await Promise.all(methods.map((method) => fetch(app.webhookUrl, { method })));
    const pages = await Promise.all(
      ["/healthz", "/readyz", "/metrics"].map((path) => fetch(`${app.url}${path}`, { method: "POST", body: "x" })),
    );

    expect(asked.filter(({ status }) => status !== 404).map(({ url }) => url)).toEqual([]);
    expect(odd.map(({ status }) => status)).toEqual(methods.map(() => 405));
    expect(odd[0]?.headers.get("allow")).toBe("POST");
    expect(pages.map(({ status }) => status)).toEqual([405, 405, 405]);
  });
});

describe("while a secret is replaced (W14)", () => {
  it("takes deliveries signed with either, and afterwards only those signed with the new one", async () => {
    const [older, newer] = ["an-older-secret-of-ours", "a-newer-secret-of-ours"];
    const during = await openTestApp({ webhookSecrets: [newer, older] });
    const bodies = Array.from({ length: 40 }, (_, index) => JSON.stringify(opened(index + 1)));
    const taken = await Promise.all(
      bodies.map((body, index) => post(during.webhookUrl, { body, secret: index % 2 ? older : newer })),
    );
    await closeTestApp(during);

    const after = await openTestApp({ webhookSecrets: [newer] });
    const [signedByOlder, signedByNewer] = await Promise.all(
      [older, newer].map((secret) => post(after.webhookUrl, { body: BODY, secret })),
    );
    await closeTestApp(after);

    expect(new Set(taken.map(({ status }) => status))).toEqual(new Set([202]));
    expect([signedByOlder?.status, signedByNewer?.status]).toEqual([401, 202]);
  });
});

describe("the front alone", () => {
  const logged: string[] = [];
  let front: Front;
  let port: number;
  let receive: () => Promise<void>;
  let observe: (status: number) => void;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    logged.length = 0;
    receive = async () => {};
    observe = () => {};
    front = openFront({
      webhook: { path: "/hook", secrets: [SECRET], handles: () => true, receive: () => receive() },
      pages: { "/healthz": () => ({ status: 200, text: "alive\n" }) },
      log: openLog((line) => logged.push(line)),
      observe: (status) => observe(status),
      timeouts: { headersTimeout: 300, requestTimeout: 500, keepAliveTimeout: 300, connectionsCheckingInterval: 50 },
    });
    port = await front.listen(0, "127.0.0.1");
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await front.close();
  });

  it("says no, and no more, when a delivery could not be kept", async () => {
    receive = () => Promise.reject(new QueueError("secret words of a database"));

    const answer = await post(`http://127.0.0.1:${port}/hook`, { body: BODY });

    expect([answer.status, await answer.text()]).toEqual([503, ""]);
    expect(logged.join("\n")).not.toContain("secret words");
  });

  it("ends connections that dawdle, wherever they do, and hears others meanwhile (W4)", async () => {
    const beginnings = [
      "",
      "POST /hook HTTP/1.1\r\nHost: a\r\n",
      `POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nContent-Type: application/json\r\nX-GitHub-Event: push\r\nX-GitHub-Delivery: 1\r\nX-Hub-Signature-256: ${sign("")}\r\n\r\n{`,
    ];
    const closed = Array.from({ length: 150 }, (_, index) => {
      const socket = connect(port, "127.0.0.1");
      sockets.push(socket);
      const drip = setInterval(() => socket.writable && socket.write("x"), 100);
      socket.on("error", () => {});
      socket.write(beginnings[index % beginnings.length] ?? "");
      return new Promise<void>((resolve) => {
        socket.on("close", () => {
          clearInterval(drip);
          resolve();
        });
        socket.resume();
      });
    });

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(`http://127.0.0.1:${port}/hook`, { body: BODY })),
    );
    // Its own time limit is the test's: without the server's the sockets would stay for ever.
    await Promise.all(closed);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(TIMEOUTS.requestTimeout + TIMEOUTS.connectionsCheckingInterval).toBeLessThanOrEqual(15_000);
  });

  it("cuts a body at 25 MB, and at 1 MB when its sender said nothing of its length", async () => {
    const statuses: number[] = [];
    observe = (status) => statuses.push(status);

    await send({ "content-length": String(26 * 1024 * 1024) }, 1);
    await send({ "transfer-encoding": "chunked" }, 30);

    expect(statuses).toEqual([413, 411]);
  });

  it("refuses deliveries while it stops, and still says that it lives", async () => {
    front.drain();

    const [delivery, alive] = await Promise.all([
      post(`http://127.0.0.1:${port}/hook`, { body: BODY }),
      fetch(`http://127.0.0.1:${port}/healthz`),
    ]);

    expect([delivery.status, delivery.headers.get("connection"), alive.status]).toEqual([503, "close", 200]);
  });

  /** Sends so many megabytes, until it is answered or cut off in the middle. */
  function send(headers: Record<string, string>, megabytes: number): Promise<void> {
    return new Promise((resolve) => {
      const sending = request({
        port,
        host: "127.0.0.1",
        path: "/hook",
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-github-event": "push",
          "x-github-delivery": "1",
          "x-hub-signature-256": sign("x"),
          ...headers,
        },
      });
      sending.on("response", (response) => {
        response.resume();
        resolve();
      });
      sending.on("error", () => resolve());
      const chunk = Buffer.alloc(1024 * 1024);
      const next = (left: number) => {
        if (left > 0 && !sending.destroyed) sending.write(chunk, () => next(left - 1));
      };
      next(megabytes);
    });
  }
});
