import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { openBareCopy, type BareCopy } from "../../../src/adapters/host/git-fetch.ts";
import { findObjects } from "../../../src/adapters/host/git-objects.ts";
import { gitUrl } from "../../../src/adapters/host/git-url.ts";
import { openAppScene } from "./app-scene.ts";

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

async function copyOf(url: string, secret: string): Promise<BareCopy> {
  const copy = await openBareCopy({ url, secret: async () => secret });
  closing.push(() => copy.close());
  return copy;
}

describe("a copy made by git", () => {
  it("holds what was asked for and nothing else, keeps no token, and goes when it is closed", async () => {
    const scene = await openAppScene({ files: { "a.py": "a\n", "b.py": "b\n" } });
    closing.push(() => scene.close());
    const pull = await scene.ada.opensPullRequest(scene.repository, {
      branch: "topic",
      title: "Change",
      files: { "a.py": "2\n" },
    });
    const head = (await (await scene.open()).pull(pull.number).read()).head.sha;
    const secret = [...scene.github.world.tokens.keys()].at(-1) ?? "";
    const copy = await copyOf(`${scene.github.url}/ada/shop.git`, secret);
    const shas = async () => (await findObjects(copy.git, [`${head}:a.py`, `${head}:b.py`])).map((one) => one?.size);

    await copy.fetch(["--depth=1", "--filter=blob:none"], [head]);
    const before = await shas();
    const tree = await copy.git.text(["ls-tree", head, "a.py"]);
    await copy.fetch(["--filter=blob:none"], [tree.split(/\s/)[2] ?? ""]);
    const after = await shas();
    const texts = readdirSync(copy.git.folder, { recursive: true, encoding: "utf8" })
      .map((path) => join(copy.git.folder, path))
      .filter((path) => statSync(path).isFile())
      .map((path) => readFileSync(path, "latin1"));
    await copy.close();

    expect([before, after]).toEqual([
      [undefined, undefined],
      [2, undefined],
    ]);
    expect(texts.join("\n")).not.toContain(secret);
    expect(texts.join("\n")).not.toContain(Buffer.from(`x-access-token:${secret}`).toString("base64"));
    expect(existsSync(copy.git.folder)).toBe(false);
  });

  it("gives the token to no other host: redirects are not followed", async () => {
    const seen: (string | undefined)[] = [];
    const canary = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(404).end();
    });
    const portOf = async (server: typeof canary) => {
      await new Promise<void>((ready) => {
        server.listen(0, "127.0.0.1", ready);
      });
      closing.push(async () => server.close());
      const address = server.address();
      return typeof address === "object" ? address?.port : 0;
    };
    const canaryPort = await portOf(canary);
    const host = createServer((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${canaryPort}/ada/shop.git/info/refs` }).end();
    });
    const copy = await copyOf(`http://127.0.0.1:${await portOf(host)}/ada/shop.git`, "ghs_secret");

    await expect(copy.fetch([], ["a".repeat(40)])).rejects.toThrow("302");
    expect(seen).toEqual([]);
  });
});

describe("where git finds a repository", () => {
  it.each([
    [undefined, "https://github.com/octo/app.git"],
    ["https://api.github.com", "https://github.com/octo/app.git"],
    ["https://github.example.com/api/v3", "https://github.example.com/octo/app.git"],
    ["https://api.octo.ghe.com", "https://octo.ghe.com/octo/app.git"],
    ["http://127.0.0.1:99/api/v3", "http://127.0.0.1:99/octo/app.git"],
  ])("by the API's address %s", (apiUrl, url) => {
    expect(gitUrl(apiUrl, "octo", "app")).toBe(url);
  });
});
