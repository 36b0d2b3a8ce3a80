import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { isGitAddress, readRemoteFiles } from "../../../src/adapters/host/git-remote-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "reflexgen-remote-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = { PATH: process.env["PATH"], HOME: "/nonexistent" };

/** A bare repository with two branches; its work tree is left behind. */
function bareRepository(): string {
  const work = join(folder, "work");
  mkdirSync(join(work, "sql"), { recursive: true });
  const git = (...words: string[]) =>
    execFileSync("git", ["-C", work, "-c", "user.name=a", "-c", "user.email=a@b.c", ...words]);
  git("init", "-q", "-b", "main");
  writeFileSync(join(work, "sql/bind.md"), "bind");
  writeFileSync(join(work, "large.md"), "x".repeat(200));
  writeFileSync(join(work, "notes.txt"), "no entry");
  symlinkSync("/etc/passwd", join(work, "link.md"));
  git("add", "-A");
  git("commit", "-qm", "one");
  git("switch", "-qc", "next");
  writeFileSync(join(work, "new.md"), "new");
  git("add", "-A");
  git("commit", "-qm", "two");
  git("switch", "-q", "main");
  const bare = join(folder, "knowledge.git");
  execFileSync("git", ["clone", "-q", "--bare", work, bare]);
  return bare;
}

const read = (address: string) =>
  readRemoteFiles({ address, wanted: (path) => path.endsWith(".md"), mostBytes: () => 100, environment });

describe("files of a repository that is fetched bare", () => {
  it("are its regular ones, without what is a link or too large", async () => {
    const { files, tooLarge } = await read(bareRepository());

    expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([["sql/bind.md", "bind"]]);
    expect(tooLarge).toEqual(["large.md"]);
  });

  it("are those of the branch that is named", async () => {
    const { files } = await read(`file://${bareRepository()}#next`);

    expect(files.map(({ path }) => path)).toEqual(["new.md", "sql/bind.md"]);
  });

  it("can't be had from nowhere, and nothing secret is said about it", async () => {
    await expect(read("https://user:hunter2@127.0.0.1:9/x.git")).rejects.toThrow(/127\.0\.0\.1.*could not be fetched/);
    await expect(read("https://user:hunter2@127.0.0.1:9/x.git")).rejects.not.toThrow(/hunter2/);
    await expect(read(`file://${folder}/x.git#--upload-pack=x`)).rejects.toThrow("not the name of a branch");
  });
});

it("an address is a URL, or a folder that is a bare repository", () => {
  const bare = bareRepository();
  writeFileSync(join(folder, "entries.jsonl"), "");

  expect([bare, `${bare}#next`, "https://x.example/y.git", "git@x.example:y.git"].map(isGitAddress)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(
    [join(folder, "work"), join(folder, "entries.jsonl"), "nowhere.md", "ext::sh -c x", "http://x.example/y.git"].map(
      isGitAddress,
    ),
  ).toEqual([false, false, false, false, false]);
});
