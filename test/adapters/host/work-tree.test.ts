import { afterAll, describe, expect, it } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { openLocalChange } from "../../../src/adapters/host/local-git.ts";
import { makePipe, removeTemporaryFolders, temporaryFolder, temporaryRepository } from "./temporary-repository.ts";

afterAll(removeTemporaryFolders);

function started(files: Record<string, string>) {
  const repository = temporaryRepository();
  for (const [path, text] of Object.entries(files)) repository.write(path, text);
  const base = repository.commit("start");
  return { ...repository, base, uncommitted: true };
}

describe("uncommitted work", () => {
  it("is what is staged, changed and untracked, without what is ignored", async () => {
    const repository = started({
      ".gitignore": "*.log\n",
      "a.py": "1\n2\n",
      "b.py": "1\n",
      "gone.py": "x\n",
      "same.py": "s\n",
    });
    repository.write("a.py", "1\ntwo\n");
    repository.write("staged.py", "staged\n");
    repository.git("add", "staged.py");
    repository.write("staged.py", "staged\nand more\n");
    repository.write("new/deep.ts", "n\n");
    repository.write("debug.log", "secret\n");
    rmSync(join(repository.folder, "gone.py"));
    repository.git("mv", "b.py", "c.py");

    const { set } = await openLocalChange(repository);

    expect(set).toMatchObject({
      title: "project (uncommitted)",
      baseSha: repository.base,
      unread: [],
      removed: ["gone.py"],
    });
    expect(set.headSha).toBeUndefined();
    expect(set.files.map(({ path, status, head }) => [path, status, head])).toEqual([
      ["a.py", "modified", "1\ntwo\n"],
      ["c.py", "renamed", "1\n"],
      ["new/deep.ts", "added", "n\n"],
      ["staged.py", "added", "staged\nand more\n"],
    ]);
  });

  it("reads the work tree for the head, HEAD for the base, and never through a link or outside", async () => {
    const repository = started({ "a.py": "old\n" });
    const outside = temporaryFolder();
    symlinkSync("/etc/passwd", join(repository.folder, "file.py"));
    symlinkSync(outside, join(repository.folder, "folder"));
    makePipe(join(repository.folder, "pipe.py"));
    repository.write("a.py", "new needle\n");

    const { set, files } = await openLocalChange(repository);

    await expect(files.read("a.py")).resolves.toBe("new needle\n");
    await expect(files.readBase("a.py")).resolves.toBe("old\n");
    await expect(files.mentioning(["needle"], 9)).resolves.toEqual(["a.py"]);
    for (const path of ["file.py", "folder/x", "../outside", ".git/config", ".GIT/config", "pipe.py", "absent"])
      await expect(files.read(path)).resolves.toBeUndefined();
    expect(set.files.map((file) => file.path)).toEqual(["a.py"]);
    expect(set.unread.map(({ path, reason }) => [path, reason])).toEqual(
      expect.arrayContaining([
        ["file.py", "symbolic link: not followed"],
        ["folder", "symbolic link: not followed"],
      ]),
    );
  });

  it("takes a file that was touched without a change for unchanged, and says so when nothing else is there", async () => {
    const repository = started({ "a.py": "same\n" });
    repository.git("update-index", "--really-refresh");
    repository.write("a.py", "same\n");

    await expect(openLocalChange(repository)).rejects.toThrow("nothing is uncommitted");
  });

  it("compares a checkout in CRLF with its blob in LF by its words", async () => {
    const repository = started({ "a.py": "1\n2\n3\n" });
    repository.git("config", "core.autocrlf", "true");
    repository.write("a.py", "1\r\ntwo\r\n3\r\n");

    const { set } = await openLocalChange(repository);

    expect(set.files).toMatchObject([
      { head: "1\r\ntwo\r\n3\r\n", base: "1\n2\n3\n", changedLines: [{ startLine: 2, endLine: 2 }] },
    ]);
  });

  it("works before the first commit", async () => {
    const repository = temporaryRepository();
    repository.write("staged.py", "s\n");
    repository.git("add", "-A");
    repository.write("untracked.py", "u\n");

    const { set } = await openLocalChange({ ...repository, uncommitted: true });

    expect(set.files.map(({ path, status }) => [path, status])).toEqual([
      ["staged.py", "added"],
      ["untracked.py", "added"],
    ]);
  });

  it("names another repository inside and large files, reads a conflict as it stands, and goes on", async () => {
    const repository = started({ "a.py": "1\n" });
    mkdirSync(join(repository.folder, "inner"));
    execFileSync("git", ["init", "-q"], { cwd: join(repository.folder, "inner") });
    repository.git("checkout", "-q", "-b", "other");
    repository.write("a.py", "other\n");
    repository.git("commit", "-q", "-a", "-m", "other");
    repository.git("checkout", "-q", "main");
    repository.write("a.py", "mine\n");
    repository.git("commit", "-q", "-a", "-m", "mine");
    expect(() => repository.git("merge", "-q", "other")).toThrow("merge");
    repository.write("big.py", "x".repeat(2_000_000));

    const { set } = await openLocalChange(repository);

    expect(set.files).toMatchObject([{ path: "a.py", base: "mine\n", head: expect.stringContaining("<<<<<<<") }]);
    expect(set.unread.map(({ path, reason }) => [path, reason])).toEqual([
      ["inner/", "submodule: its commits are another repository's"],
      ["big.py", "larger than 1 MB"],
    ]);
  });

  it("is refused where the repository's settings put its work tree elsewhere", async () => {
    const repository = started({ "a.py": "1\n" });
    const home = temporaryFolder();
    repository.git("config", "core.worktree", home);

    await expect(openLocalChange(repository)).rejects.toThrow("not inside the repository's own work tree");
  });
});

describe("a hostile repository", () => {
  /** Everything in a repository's configuration and attributes that names a program, each leaving a trace when run. */
  function hostile() {
    const repository = started({ "a.py": "1\n", "b.py": "b\n" });
    const trace = join(temporaryFolder(), "trace");
    const script = join(temporaryFolder(), "evil.sh");
    const { folder, git, write } = repository;
    execFileSync("tee", [script], {
      input: `#!/bin/sh\necho "$0 $*" >> ${trace}\ncat\n`,
      stdio: ["pipe", "ignore", "ignore"],
    });
    chmodSync(script, 0o755);
    write(".gitattributes", "* diff=evil filter=evil merge=evil\n*.py filter=evil.two working-tree-encoding=UTF-8\n");
    write("a.py", "1\n2 needle\n");
    write("untracked.py", "u\n");
    git("add", "-A");
    git("commit", "-q", "-m", "change\n\nCo-authored-by: Claude <noreply@anthropic.com>");
    // A second commit without a sign makes provenance trace single lines.
    git("commit", "-q", "--allow-empty", "-m", "more");
    const settings: [string, string][] = [
      ["core.fsmonitor", script],
      ["core.pager", script],
      ["core.editor", script],
      ["core.sshCommand", script],
      ["core.askPass", script],
      ["core.gitProxy", script],
      ["core.alternateRefsCommand", script],
      ["pager.diff", script],
      ["pager.grep", script],
      ["diff.external", script],
      ["diff.evil.command", script],
      ["diff.evil.textconv", script],
      ["filter.evil.clean", script],
      ["filter.evil.smudge", script],
      ["filter.evil.process", script],
      ["filter.evil.required", "true"],
      ["filter.evil.two.clean", script],
      ["filter.evil.two.process", script],
      ["merge.evil.driver", script],
      ["gpg.program", script],
      ["log.showSignature", "true"],
      ["credential.helper", script],
      ["alias.diff-tree", `!${script}`],
      ["alias.cat-file", `!${script}`],
      ["alias.grep", `!${script}`],
      ["extensions.partialClone", "origin"],
      ["remote.origin.promisor", "true"],
      ["remote.origin.url", `ext::${script} x`],
      ["remote.origin.uploadpack", script],
      ["protocol.allow", "always"],
      ["protocol.ext.allow", "always"],
      ["notes.displayRef", "refs/notes/*"],
      ["blame.ignoreRevsFile", "/dev/null"],
      ["uploadpack.packObjectsHook", script],
      ["trailer.evil.cmd", script],
      ["core.hooksPath", join(folder, "hooks")],
    ];
    git("config", "core.repositoryformatversion", "1");
    for (const [name, value] of settings) git("config", name, value);
    for (const hook of [
      "post-index-change",
      "fsmonitor-watchman",
      "reference-transaction",
      "post-checkout",
      "pre-commit",
    ]) {
      mkdirSync(join(folder, "hooks"), { recursive: true });
      execFileSync("cp", [script, join(folder, "hooks", hook)]);
    }
    return { ...repository, trace };
  }

  const traceOf = (trace: string) =>
    execFileSync("sh", ["-c", `cat ${trace} 2>/dev/null || true`], { encoding: "utf8" });

  it("runs nothing of what its configuration, attributes and hooks name, over a range", async () => {
    const repository = hostile();

    const { set, files } = await openLocalChange({ ...repository, uncommitted: false, range: "HEAD~2..HEAD" });
    await files.read("a.py");
    await files.readBase("a.py");
    const mentioning = await files.mentioning(["needle"], 9);

    expect(set.files.map((file) => file.path)).toEqual([".gitattributes", "a.py", "untracked.py"]);
    expect(mentioning).toEqual(["a.py"]);
    expect(set.files[1]?.provenance).toMatchObject([{ name: "Claude Code" }]);
    expect(traceOf(repository.trace)).toBe("");
  });

  it("runs nothing of it over uncommitted work either", async () => {
    const repository = hostile();
    repository.write("a.py", "1\n3 needle\n");
    repository.write("b.py", "B\n");
    repository.write("more.py", "m\n");

    const { set, files } = await openLocalChange(repository);
    await files.read("a.py");
    const mentioning = await files.mentioning(["needle"], 9);

    expect(set.files.map((file) => file.path)).toEqual(expect.arrayContaining(["a.py", "b.py", "more.py"]));
    expect(mentioning).toEqual(["a.py"]);
    expect(traceOf(repository.trace)).toBe("");
  });

  it("would have been run by a plain git: the trap works", () => {
    const repository = hostile();
    repository.write("a.py", "1\n3\n");

    execFileSync("sh", ["-c", "git status; git diff; git add a.py; true"], {
      cwd: repository.folder,
      env: repository.environment,
      stdio: "ignore",
    });

    expect(traceOf(repository.trace)).not.toBe("");
  });

  it("fetches no promised object: it says what is missing", async () => {
    const repository = hostile();
    const blob = repository.git("rev-parse", "HEAD:a.py").trim();
    rmSync(join(repository.folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));

    const { set } = await openLocalChange({ ...repository, uncommitted: false, range: "HEAD~2..HEAD" });

    expect(set.unread).toEqual([
      { path: "a.py", reason: "its contents are not in this clone, which is a partial one" },
    ]);
    expect(traceOf(repository.trace)).toBe("");
  });

  it("is refused when a filter's name can't be switched off", async () => {
    const repository = hostile();
    repository.git("config", "filter.a=b.clean", "touch x");

    await expect(openLocalChange(repository)).rejects.toThrow("odd name");
  });
});
