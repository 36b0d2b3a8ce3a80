import { afterAll, describe, expect, it } from "@jest/globals";
import { forkBareRepository } from "../../../../demo/github/git/bare-repository.ts";
import { writeCommit, type Files } from "../../../../demo/github/git/commit-files.ts";
import { aheadBehind, commitsBetween, mergeBase, readCommit } from "../../../../demo/github/git/commits.ts";
import { diffCommits } from "../../../../demo/github/git/diff.ts";
import { readHunks } from "../../../../demo/github/git/hunks.ts";
import { mergeTrees, revertTree, writeMerge } from "../../../../demo/github/git/merge.ts";
import { branchSha, isRefName, moveRef, resolveCommit, setRef } from "../../../../demo/github/git/refs.ts";
import { readTree } from "../../../../demo/github/git/tree.ts";
import { ADA, scratchRepositories } from "./scratch-repository.ts";

const scratch = scratchRepositories();
afterAll(() => scratch.clear());

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join("");

async function commitOn(
  repository: Awaited<ReturnType<typeof scratch.repository>>["repository"],
  parent: string,
  files: Files,
) {
  return await writeCommit(repository, { parents: [parent], files, message: "Next", author: ADA });
}

describe("the git engine", () => {
  it("tells what became of each file, whatever its bytes, modes and name", async () => {
    const { repository, sha } = await scratch.repository({
      "gone.txt": "a\n",
      "old/name.txt": lines(20),
      "mode.sh": "echo\n",
      link: { content: "gone.txt", mode: "120000" },
      "picture.png": new Uint8Array([0, 1, 2, 255]),
      "edit.py": "a\r\nb\r\nc\r\n",
    });

    const head = await commitOn(repository, sha, {
      "gone.txt": null,
      "old/name.txt": null,
      'new/näme "x".txt': lines(20),
      "mode.sh": { content: "echo\n", mode: "100755" },
      link: { content: "now a file\n", mode: "100644" },
      "picture.png": new Uint8Array([0, 1, 3, 255]),
      "edit.py": "a\r\nB\u2028diff --git x\r\nc",
      "empty.txt": "",
    });

    const files = await diffCommits(repository, sha, head);
    expect(
      files.map(({ path, status, additions, deletions, patch }) => ({ path, status, additions, deletions, patch })),
    ).toEqual([
      {
        path: "edit.py",
        status: "modified",
        additions: 2,
        deletions: 2,
        patch: "@@ -1,3 +1,3 @@\n a\r\n-b\r\n-c\r\n+B\u2028diff --git x\r\n+c\n\\ No newline at end of file",
      },
      { path: "empty.txt", status: "added", additions: 0, deletions: 0, patch: undefined },
      { path: "gone.txt", status: "removed", additions: 0, deletions: 1, patch: "@@ -1 +0,0 @@\n-a" },
      { path: "link", status: "changed", additions: 1, deletions: 1, patch: "@@ -0,0 +1 @@\n+now a file" },
      { path: "mode.sh", status: "changed", additions: 0, deletions: 0, patch: undefined },
      { path: 'new/näme "x".txt', status: "renamed", additions: 0, deletions: 0, patch: undefined },
      { path: "picture.png", status: "modified", additions: 0, deletions: 0, patch: undefined },
    ]);
    expect(files[5]?.previousPath).toBe("old/name.txt");
    expect(files[6]?.binary).toBe(true);
  });

  it("keeps a mode that a commit does not name", async () => {
    const { repository, sha } = await scratch.repository({ "run.sh": { content: "one\n", mode: "100755" } });

    const head = await commitOn(repository, sha, { "run.sh": "two\n" });

    expect(await readTree(repository, head)).toMatchObject([{ path: "run.sh", mode: "100755" }]);
  });

  it("reads a missing object and a large one", async () => {
    const large = "x".repeat(3_000_000);
    const { repository, sha } = await scratch.repository({ "large.txt": large });

    const [missing, found] = await Promise.all([
      repository.objects.read("0".repeat(40)),
      repository.objects.read(`${sha}:large.txt`),
    ]);

    expect(missing).toBeUndefined();
    expect(found?.bytes.toString()).toBe(large);
  });

  it("moves a branch for one of many", async () => {
    const { repository, sha } = await scratch.repository({ "a.txt": "a\n" });
    const heads = await Promise.all(["b", "c", "d"].map((text) => commitOn(repository, sha, { "a.txt": text })));

    const moved = await Promise.all(heads.map((head) => moveRef(repository, "refs/heads/main", head, sha)));

    expect(moved.filter(Boolean)).toHaveLength(1);
    expect(await branchSha(repository, "main")).toBe(heads[moved.indexOf(true)]);
  });

  it("counts both ways from where two branches part", async () => {
    const { repository, sha } = await scratch.repository({ "a.txt": "a\n" });
    const one = await commitOn(repository, sha, { "b.txt": "b\n" });
    const head = await commitOn(repository, one, { "b.txt": "c\n" });
    const base = await commitOn(repository, sha, { "d.txt": "d\n" });

    expect(await mergeBase(repository, base, head)).toBe(sha);
    expect(await aheadBehind(repository, base, head)).toEqual({ ahead: 2, behind: 1 });
    expect(await commitsBetween(repository, base, head)).toEqual([one, head]);
  });

  it("merges, says no to a conflict, and reverts", async () => {
    const { repository, sha } = await scratch.repository({ "a.txt": lines(9) });
    const head = await commitOn(repository, sha, { "a.txt": lines(9).replace("line 2", "LINE 2") });
    const base = await commitOn(repository, sha, { "a.txt": lines(9).replace("line 8", "LINE 8") });
    const rival = await commitOn(repository, sha, { "a.txt": lines(9).replace("line 2", "rival") });

    const tree = (await mergeTrees(repository, base, head)) ?? "";
    const merge = await writeMerge(repository, tree, [base, head], "Merge", ADA);
    const reverted = await revertTree(repository, merge, merge, base);

    expect((await repository.objects.read(`${merge}:a.txt`))?.bytes.toString()).toContain("LINE 2");
    expect(await mergeTrees(repository, base, rival)).toBe(await mergeTrees(repository, rival, base));
    expect(await mergeTrees(repository, head, rival)).toBeUndefined();
    expect(reverted).toBe((await readCommit(repository, base))?.tree);
    expect(await readCommit(repository, merge)).toMatchObject({ parents: [base, head], message: "Merge", author: ADA });
  });

  it("shares objects between a fork and its parent", async () => {
    const { repository, sha } = await scratch.repository({ "a.txt": "a\n" });
    const fork = await forkBareRepository(repository, `${repository.folder}-fork`);

    const head = await commitOn(fork, sha, { "a.txt": "fork\n" });
    await setRef(fork, "refs/heads/patch", head);
    await setRef(repository, "refs/pull/1/head", head);

    expect(await branchSha(fork, "main")).toBe(sha);
    expect(await resolveCommit(repository, "patch")).toBeUndefined();
    expect(await resolveCommit(repository, "refs/pull/1/head")).toBe(head);
    fork.close();
  });

  it.each(["refs/heads/../x", "refs/heads/a b", "refs/heads/x.lock", "-x", "refs/heads/a\n", "refs/heads/@{1}"])(
    "knows that %j is no ref",
    (name) => {
      expect(isRefName(name)).toBe(false);
    },
  );
});

describe("readHunks", () => {
  it("counts lines on both sides, with implied counts and words that look like git's", () => {
    const [first, second] = readHunks(
      "@@ -1 +1,2 @@\n-a\n+b\n+\\ No newline at end of file\n\\ No newline at end of file\n@@ -9,0 +11 @@ name\n+z",
    );

    expect(first?.lines.map(({ oldLine, newLine }) => [oldLine, newLine])).toEqual([
      [1, undefined],
      [undefined, 1],
      [undefined, 2],
    ]);
    expect(second).toMatchObject({ oldStart: 9, oldCount: 0, newStart: 11, newCount: 1 });
  });
});
