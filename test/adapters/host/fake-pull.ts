import nock from "nock";
import { openOctokit } from "../../../src/adapters/host/octokit.ts";
import type { TemporaryRepository } from "./temporary-repository.ts";

export const API = "https://api.github.test";
const REPO = "/repos/octo/app";

/** Answers of GitHub's API for the pull request octo/app#12, made from a real repository; each is given once, as often as is said. */
export type FakePull = {
  base: string;
  head: string;
  pull(changes?: Record<string, unknown>, times?: number): FakePull;
  files(rows?: Record<string, unknown>[]): FakePull;
  compare(): FakePull;
  trees(): FakePull;
  /** Contents by `commit:path`. */
  blobs(...names: string[]): FakePull;
  commits(changes?: Record<string, unknown>): FakePull;
  noNotes(): FakePull;
};

export function fakePull({ git }: TemporaryRepository): FakePull {
  const sha = (name: string) => git("rev-parse", name).trim();
  const [base, head] = [sha("main"), sha("topic")];
  const scope = nock(API, { reqheaders: { authorization: "token secret" } });
  const fake: FakePull = {
    base,
    head,
    pull(changes = {}, times = 2) {
      const user = { login: "ada" };
      const body = {
        user,
        body: null,
        changed_files: rowsOf().length,
        head: { sha: head },
        base: { sha: base },
        ...changes,
      };
      scope.get(`${REPO}/pulls/12`).times(times).reply(200, body);
      return fake;
    },
    files(rows = rowsOf()) {
      scope.get(`${REPO}/pulls/12/files?per_page=100`).reply(200, rows);
      return fake;
    },
    compare() {
      scope.get(`${REPO}/compare/${base}...${head}?per_page=1&page=2`).reply(200, { merge_base_commit: { sha: base } });
      return fake;
    },
    trees() {
      for (const commit of [base, head])
        scope
          .get(`${REPO}/git/trees/${commit}?recursive=true`)
          .reply(200, { truncated: false, tree: treeOf(commit, "-r", "-t") });
      return fake;
    },
    blobs(...names) {
      for (const name of names)
        scope.get(`${REPO}/git/blobs/${sha(name)}`).reply(200, { encoding: "base64", content: wrapped(bytesOf(name)) });
      return fake;
    },
    commits(changes = {}) {
      const rows = git("rev-list", "--reverse", "main..topic")
        .trim()
        .split("\n")
        .map((own) => ({
          sha: own,
          author: null,
          committer: null,
          commit: {
            message: git("log", "-1", "--format=%B", own),
            author: { email: git("log", "-1", "--format=%ae", own).trim() },
          },
          ...changes,
        }));
      scope.get(`${REPO}/pulls/12/commits?per_page=100`).reply(200, rows);
      return fake;
    },
    noNotes() {
      scope.get(`${REPO}/git/ref/notes%2Fai`).reply(404, { message: "Not Found" });
      return fake;
    },
  };
  return fake;

  function treeOf(commit: string, ...options: string[]) {
    return git("ls-tree", "-z", "-l", ...options, commit)
      .split("\0")
      .filter((line) => line !== "")
      .map((line) => {
        const [, mode, type, own, size, path] = /^(\d+) (\w+) (\w+) +(\S+)\t([^]*)$/.exec(line) ?? [];
        return { path, mode, type, sha: own, ...(size !== "-" && { size: Number(size) }) };
      });
  }

  function bytesOf(name: string): Buffer {
    return Buffer.from(git("cat-file", "blob", name), "utf8");
  }

  function rowsOf(): Record<string, unknown>[] {
    const names = new Map([
      ["A", "added"],
      ["M", "modified"],
      ["D", "removed"],
      ["R", "renamed"],
      ["T", "changed"],
    ]);
    const parts = git("diff", "-M", "--name-status", "-z", base, head).split("\0");
    const rows: Record<string, unknown>[] = [];
    for (let at = 0; at + 1 < parts.length;) {
      const letter = parts[at]?.[0] ?? "M";
      const moved = letter === "R";
      const filename = parts[at + (moved ? 2 : 1)] ?? "";
      const diff = git("diff", "-M", base, head, "--", ...(moved ? [parts[at + 1] ?? ""] : []), filename);
      const start = diff.search(/^@@/m);
      rows.push({
        filename,
        status: names.get(letter),
        ...(moved && { previous_filename: parts[at + 1] }),
        ...(start >= 0 && { patch: diff.slice(start).replace(/\n$/, "") }),
      });
      at += moved ? 3 : 2;
    }
    return rows;
  }
}

export function testOctokit(options: { timeoutMs?: number; apiUrl?: string } = {}) {
  return openOctokit({ token: "secret", apiUrl: API, retryDelayMs: 1, ...options });
}

/** Base64 as GitHub sends it: in lines. */
function wrapped(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll(/.{60}/g, "$&\n");
}
