import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import nock from "nock";
import { openOctokit } from "../../../src/adapters/host/octokit.ts";
import { UserError } from "../../../src/core/errors.ts";

const SECRET = "ghs_thisIsTheTokenOfOneInstallation0123";
const JSON_TYPE = { "content-type": "application/json" };
const PAGE = "<!DOCTYPE html><html><body>Unicorn</body></html>";

let answer: RequestListener = () => {};
let canaryAsked: string[] = [];
let api: Server;
let canary: Server;
beforeAll(async () => {
  nock.restore();
  api = createServer((request, response) => answer(request, response)).listen(0, "127.0.0.1");
  canary = createServer((request, response) => {
    canaryAsked.push(`${request.url} ${request.headers.authorization ?? "no token"}`);
    response.writeHead(200, JSON_TYPE).end("{}");
  }).listen(0, "127.0.0.1");
  await Promise.all([once(api, "listening"), once(canary, "listening")]);
});
afterAll(() => {
  for (const server of [api, canary]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  canaryAsked = [];
});

const portOf = (server: Server) => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};
const says =
  (status: number, headers: Record<string, string>, body: string | Buffer = ""): RequestListener =>
  (_, response) =>
    void response.writeHead(status, headers).end(body);
const redirects =
  (status: number, to: (canaryPort: number) => string): RequestListener =>
  (_, response) =>
    void response.writeHead(status, { location: to(portOf(canary)) }).end();
const elsewhere = (port: number) => `http://localhost:${port}/steal`;

const KINDS: [string, RequestListener][] = [
  ["a page of HTML, well", says(200, { "content-type": "text/html" }, PAGE)],
  ["a page of HTML that calls itself JSON", says(200, JSON_TYPE, PAGE)],
  ["JSON that calls itself a text", says(200, { "content-type": "text/plain" }, "{}")],
  ["JSON that says nothing of its kind", says(200, {}, "{}")],
  ["nothing at all", says(200, JSON_TYPE)],
  ["half of an answer", says(200, JSON_TYPE, '{"login": "a')],
  ["two answers", says(200, JSON_TYPE, "{}{}")],
  ["gzip that is none", says(200, { ...JSON_TYPE, "content-encoding": "gzip" }, "no gzip at all")],
  ["gzip of HTML", says(200, { ...JSON_TYPE, "content-encoding": "gzip" }, gzipSync(PAGE))],
  ["half of a gzip", says(200, { ...JSON_TYPE, "content-encoding": "gzip" }, gzipSync("{}").subarray(0, 12))],
  ["deflate that is none", says(200, { ...JSON_TYPE, "content-encoding": "deflate" }, "no deflate")],
  ["brotli that is none", says(200, { ...JSON_TYPE, "content-encoding": "br" }, "no brotli")],
  ["60 MB in 60 kB", says(200, { ...JSON_TYPE, "content-encoding": "gzip" }, gzipSync(Buffer.alloc(60_000_000, 32)))],
  [
    "less than it announced",
    (_, response) => {
      response.writeHead(200, { ...JSON_TYPE, "content-length": "1000" }).write("{");
      setImmediate(() => response.destroy());
    },
  ],
  ["no HTTP", (_, response) => void response.socket?.end("HELLO\r\n\r\n")],
  ["a connection that is cut", (_, response) => void response.socket?.resetAndDestroy()],
  ["silence", () => {}],
  [
    "a byte at a time",
    (_, response) => {
      response.writeHead(200, JSON_TYPE);
      const timer = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(timer));
    },
  ],
  ...[301, 302, 303, 307, 308].map((status): [string, RequestListener] => [
    `a redirect (${status}) to another host`,
    redirects(status, elsewhere),
  ]),
  ["a redirect to another port", redirects(302, (port) => `http://127.0.0.1:${port}/steal`)],
  ["a redirect without a scheme", redirects(302, (port) => `//localhost:${port}/steal`)],
  ["a redirect with a name in it", redirects(302, (port) => `http://127.0.0.1@localhost:${port}/steal`)],
  ["a redirect to a file", redirects(302, () => "file:///etc/passwd")],
  ["a redirect to no address", redirects(302, () => "http://[")],
  ["a redirect in circles", (request, response) => void response.writeHead(302, { location: request.url }).end()],
];

describe("an answer that is none of GitHub's (G13, G14)", () => {
  const octokit = () =>
    openOctokit({ token: SECRET, apiUrl: `http://127.0.0.1:${portOf(api)}`, timeoutMs: 200, retryDelayMs: 1 });

  it.each(KINDS)("%s: an error in words, in time, and the token stays here", async (_, behaves) => {
    answer = behaves;

    const asked = [
      octokit().rest.users.getByUsername({ username: "ada" }),
      octokit().rest.issues.createComment({ owner: "a", repo: "b", issue_number: 1, body: "x" }),
    ];
    const errors = (await Promise.allSettled(asked)).map((one) => (one.status === "rejected" ? one.reason : undefined));

    for (const error of errors) {
      // Octokit wraps what its `fetch` throws.
      const cause: unknown = error instanceof Error && error.cause instanceof UserError ? error.cause : error;
      expect(cause).toBeInstanceOf(UserError);
      expect(String(cause)).not.toContain(SECRET);
    }
    expect(canaryAsked).toEqual([]);
  });
});
