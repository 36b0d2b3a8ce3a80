import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createInstallationToken } from "../../../../demo/github/auth/create-token.ts";
import { GIT_ENVIRONMENT } from "../../../../demo/github/git/run-git.ts";
import { openStory } from "../set-up.ts";
import type { Story } from "../set-up.ts";

let story: Story;
let folder: string;
beforeEach(async () => {
  story = await openStory();
  folder = await mkdtemp(join(tmpdir(), "clone-"));
});
afterEach(async () => {
  story.github.assertNoViolations();
  await story.close();
  await rm(folder, { recursive: true });
});

async function git(secret: string | undefined, ...words: string[]) {
  const basic = Buffer.from(`x-access-token:${secret}`).toString("base64");
  const auth = secret === undefined ? [] : ["-c", `http.extraHeader=Authorization: Basic ${basic}`];
  return await promisify(execFile)("git", ["--git-dir", folder, ...auth, ...words], { env: GIT_ENVIRONMENT });
}

const tokenOf = (asked: Parameters<typeof createInstallationToken>[2]): string =>
  createInstallationToken(story.github.world, story.installation, asked).secret;

describe("git over HTTP", () => {
  it.each(["short", "long"] as const)("lets an installation fetch without blobs, with a %s token", async (form) => {
    story.github.world.tokenForm = form;
    const secret = tokenOf({ repositories: ["shop"], permissions: { contents: "read" } });
    await git(undefined, "init", "--quiet", "--bare");

    await git(secret, "fetch", "--quiet", "--filter=blob:none", `${story.github.url}/acme/shop.git`, "main");
    const { stdout } = await git(undefined, "ls-tree", "--name-only", "FETCH_HEAD");

    expect(stdout).toBe("app.py\n");
    expect(story.github.ledger.requestsOf("git").map(({ actor }) => actor)).toContain("reflexgen[bot]");
  });

  it("asks who comes without a name, and finds nothing for a token that may not read code", async () => {
    const address = `${story.github.url}/acme/shop.git`;

    await expect(git(undefined, "ls-remote", address)).rejects.toThrow("could not read Username");
    await expect(git(tokenOf({ permissions: { checks: "read" } }), "ls-remote", address)).rejects.toThrow("not found");
  });

  it("does not take a push", async () => {
    const secret = tokenOf({});
    await git(undefined, "init", "--quiet", "--bare");
    await git(secret, "fetch", "--quiet", `${story.github.url}/acme/shop.git`, "main");

    const push = git(secret, "push", `${story.github.url}/acme/shop.git`, "FETCH_HEAD:refs/heads/x");

    await expect(push).rejects.toThrow("403");
  });

  it("follows a repository to its new name", async () => {
    story.repository.formerNames.push("acme/shop");
    story.repository.name = "store";

    const { stdout } = await git(tokenOf({}), "ls-remote", `${story.github.url}/acme/shop.git`);

    expect(stdout).toContain("refs/heads/main");
  });
});
