import { afterAll, describe, expect, it } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openLocalChange } from "../../../src/adapters/host/local-git.ts";
import { UserError } from "../../../src/core/errors.ts";
import { removeTemporaryFolders, temporaryFolder, temporaryRepository } from "./temporary-repository.ts";

afterAll(removeTemporaryFolders);

/** A repository with one commit on main and one more on a branch of its own, which is checked out. */
function withTopic(change: (repository: ReturnType<typeof temporaryRepository>) => void) {
  const repository = temporaryRepository();
  repository.write("app.py", "one\ntwo\nthree\n");
  const base = repository.commit("start");
  repository.git("checkout", "-q", "-b", "topic");
  change(repository);
  const head = repository.commit("change");
  return { ...repository, base, head };
}

describe("a range of a local repository", () => {
  it("is pinned to full SHAs and holds each changed file with both texts and its hunks", async () => {
    const { folder, environment, base, head } = withTopic(({ write }) => {
      write("app.py", "one\n2\nthree\nfour\n");
      write("new.ts", "export {};\n");
    });

    const change = await openLocalChange({ folder, environment });

    expect(change.set).toMatchObject({ title: "project", baseSha: base, headSha: head, unread: [], removed: [] });
    expect(change.root).toBe(folder);
    expect(change.set.files).toMatchObject([
      {
        path: "app.py",
        status: "modified",
        language: "python",
        base: "one\ntwo\nthree\n",
        head: "one\n2\nthree\nfour\n",
        hunks: [
          { base: { startLine: 2, endLine: 2 }, head: { startLine: 2, endLine: 2 } },
          { base: { startLine: 4, endLine: 3 }, head: { startLine: 4, endLine: 4 } },
        ],
        changedLines: [
          { startLine: 2, endLine: 2 },
          { startLine: 4, endLine: 4 },
        ],
      },
      { path: "new.ts", status: "added", language: "typescript", changedLines: [{ startLine: 1, endLine: 1 }] },
    ]);
    expect(change.set.files[1]).not.toHaveProperty("base");
  });

  it.each(["main..topic", "main...topic", "main", "main..", "HEAD~1..HEAD", "main..topic^{commit}"])(
    "reads %s from the merge base, whatever main has got since",
    async (range) => {
      const { folder, environment, git, write, commit, base } = withTopic((repository) =>
        repository.write("a.py", "a\n"),
      );
      git("checkout", "-q", "main");
      write("later.py", "x\n");
      commit("later on main");
      git("checkout", "-q", "topic");

      const { set } = await openLocalChange({ folder, environment, range });

      expect(set.baseSha).toBe(base);
      expect(set.files.map((file) => file.path)).toEqual(["a.py"]);
    },
  );

  it("prefers the remote's default branch to the local one", async () => {
    const { folder, environment, git, base } = withTopic(({ write }) => write("a.py", "a\n"));
    git("update-ref", "refs/remotes/origin/trunk", base);
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
    git("checkout", "-q", "main");
    git("merge", "-q", "--ff-only", "topic");

    const { set } = await openLocalChange({ folder, environment });

    expect(set.baseSha).toBe(base);
  });

  it("works from a subfolder, on a detached HEAD, and names paths from the top", async () => {
    const { folder, environment, git } = withTopic(({ write }) => write("deep/down/a.py", "needle = 1\n"));
    git("checkout", "-q", "--detach");

    const change = await openLocalChange({ folder: join(folder, "deep"), environment });

    expect(change.set.files.map((file) => file.path)).toEqual(["deep/down/a.py"]);
    await expect(change.files.mentioning(["three", "needle"], 5)).resolves.toEqual(["app.py", "deep/down/a.py"]);
  });

  it("works in a bare repository, where it has no root", async () => {
    const { folder, environment } = withTopic(({ write }) => write("a.py", "a\n"));
    const bare = join(temporaryFolder(), "bare.git");
    execFileSync("git", ["clone", "-q", "--bare", folder, bare]);

    const change = await openLocalChange({ folder: bare, environment, range: "main..topic" });

    expect(change.root).toBeUndefined();
    expect(change.set.files.map((file) => file.path)).toEqual(["a.py"]);
    await expect(change.files.read("app.py")).resolves.toBe("one\ntwo\nthree\n");
    await expect(openLocalChange({ folder: bare, environment, uncommitted: true })).rejects.toThrow("bare repository");
  });

  it("follows renames with their edits, and names what was deleted", async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}\n`);
    const repository = temporaryRepository();
    repository.write("old.py", lines.join(""));
    repository.write("gone.py", "x\n");
    repository.commit("start");
    repository.git("mv", "old.py", "fresh.py");
    repository.write("fresh.py", lines.with(3, "changed\n").join(""));
    repository.git("rm", "-q", "gone.py");
    repository.commit("move");

    const { set } = await openLocalChange({ ...repository, range: "HEAD~1" });

    expect(set.removed).toEqual(["gone.py"]);
    expect(set.files).toMatchObject([
      { path: "fresh.py", previousPath: "old.py", status: "renamed", changedLines: [{ startLine: 4, endLine: 4 }] },
    ]);
  });

  it("reads paths with quotes, line breaks, tabs and letters of all kinds", async () => {
    const odd = ['a"b.py', "a\nb.py", "a\tb.py", "ünï/日本.py", "-rf.py", ":(glob)*.py", "back\\slash.py"];
    const { folder, environment } = withTopic(({ write }) => odd.forEach((path) => write(path, "x = 1\n")));

    const { set } = await openLocalChange({ folder, environment });

    expect(set.files.map((file) => file.path).toSorted()).toEqual(odd.toSorted());
    expect(set.files.every((file) => file.head === "x = 1\n")).toBe(true);
  });

  it.each([
    ["CRLF", "one\r\ntwo\r\n"],
    ["BOM", "\uFEFFone\n"],
    ["no final newline", "one\ntwo"],
    ["lone CR, form feed, U+2028", "a\rb\fc\u2028d\u0085e\n"],
    ["a line that speaks of newlines", "\\ No newline at end of file\n+x\n@@ -1 +1 @@\ndiff --git a/x b/x\n"],
  ])("keeps %s byte for byte", async (_, text) => {
    const { folder, environment } = withTopic(({ write }) => write("app.py", text));

    const { set } = await openLocalChange({ folder, environment });

    expect(set.files[0]?.head).toBe(text);
  });

  it("says of everything that it does not read why", async () => {
    const { folder, environment, git } = withTopic((repository) => {
      repository.write("binary.bin", new Uint8Array([1, 0, 2]));
      repository.write("latin1.py", new Uint8Array([0x22, 0xe9, 0x22, 0x0a]));
      repository.write("wide.py", new Uint8Array([0xff, 0xfe, 0x61, 0x00]));
      repository.write("huge.js", `x="${"a".repeat(5_000_000)}"`);
      repository.write(
        "large.psd",
        `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 1\n`,
      );
      symlinkSync("/etc/passwd", join(repository.folder, "link.py"));
      repository.git("add", "-A");
      repository.git("update-index", "--add", "--cacheinfo", `160000,${"1".repeat(40)},vendored`);
      mkdirSync(join(repository.folder, "vendored"));
    });
    git("status");

    const { set } = await openLocalChange({ folder, environment });

    expect(set.files).toEqual([]);
    expect(Object.fromEntries(set.unread.map(({ path, reason }) => [path, reason]))).toEqual({
      "binary.bin": "binary file",
      "latin1.py": "not UTF-8 text",
      "wide.py": "UTF-16 text: only UTF-8 is read",
      "huge.js": "larger than 1 MB",
      "large.psd": "Git LFS pointer: the file itself is not in the repository",
      "link.py": "symbolic link: not followed",
      vendored: "submodule: its commits are another repository's",
    });
  });

  it("leaves out a file whose mode alone changed, and takes a link that became a file for new", async () => {
    const repository = temporaryRepository();
    repository.write("tool.sh", "echo\n");
    symlinkSync("tool.sh", join(repository.folder, "link.sh"));
    repository.commit("start");
    repository.git("rm", "-q", "--cached", "link.sh");
    repository.git("update-index", "--chmod=+x", "tool.sh");
    const blob = repository.git("hash-object", "-w", "tool.sh").trim();
    repository.git("update-index", "--add", "--cacheinfo", `100644,${blob},link.sh`);
    repository.git("commit", "-q", "-m", "modes");

    const { set } = await openLocalChange({ ...repository, range: "HEAD~1" });

    expect(set.files).toMatchObject([{ path: "link.sh", changedLines: [{ startLine: 1, endLine: 1 }] }]);
    expect(set.files[0]).not.toHaveProperty("base");
  });

  it("reads any file at the head and at the base, and nothing outside", async () => {
    const { folder, environment } = withTopic(({ folder: root, write }) => {
      write("app.py", "new\n");
      symlinkSync("/etc/passwd", join(root, "link.py"));
    });

    const { files } = await openLocalChange({ folder, environment });

    await expect(files.read("app.py")).resolves.toBe("new\n");
    await expect(files.readBase("app.py")).resolves.toBe("one\ntwo\nthree\n");
    for (const path of [
      "absent.py",
      "link.py",
      "../app.py",
      "/etc/passwd",
      ".git/config",
      "a//b",
      "",
      "x\ny",
      "app.py/",
    ])
      await expect(files.read(path)).resolves.toBeUndefined();
  });
});

describe("a range that can't be read is refused in one line", () => {
  it("no repository", async () => {
    const folder = temporaryFolder();

    await expect(openLocalChange({ folder })).rejects.toThrow(`${folder} is not in a git repository`);
  });

  it("no folder", async () => {
    await expect(openLocalChange({ folder: "/no/such/folder" })).rejects.toThrow(
      new UserError("/no/such/folder is not a folder"),
    );
  });

  it("no commits", async () => {
    const repository = temporaryRepository();

    await expect(openLocalChange(repository)).rejects.toThrow("there are no commits yet");
    await expect(openLocalChange({ ...repository, range: "main" })).rejects.toThrow('git knows no commit named "main"');
  });

  it.each([
    ["main..topic..x", "is not a range"],
    ["", "is not a range"],
    ["nope..topic", 'git knows no commit named "nope"'],
    ["--output=/tmp/x", "can't start with a dash"],
    ["main..-x", "can't start with a dash"],
    ["main..a b", "a character that git does not allow"],
    ["main..a\nb", "a character that git does not allow"],
    [":/start", "a character that git does not allow"],
    ["HEAD:app.py", "a character that git does not allow"],
    ["main..main", "is empty"],
    ["topic..main", "is empty"],
    ["$(touch x)..topic", "a character that git does not allow"],
    ["`id`..topic", "git knows no commit named"],
  ])("%j", async (range, words) => {
    const { folder, environment } = withTopic(({ write }) => write("a.py", "a\n"));

    await expect(openLocalChange({ folder, environment, range })).rejects.toThrow(UserError);
    await expect(openLocalChange({ folder, environment, range })).rejects.toThrow(words);
  });

  it("HEAD is the default branch", async () => {
    const repository = temporaryRepository();
    repository.commit("start");

    await expect(openLocalChange(repository)).rejects.toThrow("HEAD is the default branch");
  });

  it("no default branch", async () => {
    const repository = temporaryRepository();
    repository.commit("start");
    repository.git("branch", "-m", "main", "odd");

    await expect(openLocalChange(repository)).rejects.toThrow("no default branch");
  });

  it("no common ancestor", async () => {
    const { folder, environment, git } = withTopic(({ write }) => write("a.py", "a\n"));
    git("checkout", "-q", "--orphan", "island");
    git("commit", "-q", "-m", "island");

    await expect(openLocalChange({ folder, environment, range: "main..island" })).rejects.toThrow("no common ancestor");
  });

  it("a shallow clone without the base says which command to run", async () => {
    const { folder, environment } = withTopic(({ write }) => write("a.py", "a\n"));
    const shallow = join(temporaryFolder(), "shallow");
    execFileSync("git", ["clone", "-q", "--depth", "1", "--branch", "topic", `file://${folder}`, shallow], {
      stdio: "ignore",
    });

    await expect(openLocalChange({ folder: shallow, environment, range: "main..HEAD" })).rejects.toThrow(
      "git fetch --unshallow",
    );
    await expect(openLocalChange({ folder: shallow, environment, range: "HEAD~1" })).rejects.toThrow(
      "git fetch --unshallow",
    );
  });

  it("a folder of another user", async () => {
    if (process.getuid?.() !== 0) return console.warn("skipped: only root can give a folder to another user");
    const { folder, environment } = withTopic(({ write }) => write("a.py", "a\n"));
    chownSync(folder, 12_345, 12_345);
    chownSync(join(folder, ".git"), 12_345, 12_345);

    await expect(openLocalChange({ folder, environment })).rejects.toThrow("git config --global --add safe.directory");
  });
});
