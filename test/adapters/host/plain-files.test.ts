import { afterAll, describe, expect, it } from "@jest/globals";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openPlainFiles, type PlainFiles } from "../../../src/adapters/host/plain-files.ts";
import type { ChangedFile, Unread } from "../../../src/core/change.ts";
import { makePipe, removeTemporaryFolders, temporaryFolder, temporaryRepository } from "./temporary-repository.ts";

afterAll(removeTemporaryFolders);

function tree(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function told({ files }: PlainFiles): Promise<string[]> {
  const lines: string[] = [];
  for await (const file of files) lines.push("reason" in file ? `${file.path}: ${file.reason}` : file.path);
  return lines;
}

describe("files and folders without a change", () => {
  it("are whole files whose every line counts as changed", async () => {
    const folder = tree({ "src/a.py": "1\n2\n" });

    const plain = await openPlainFiles({ folder, paths: ["src/a.py"] });

    const files: (ChangedFile | Unread)[] = [];
    for await (const file of plain.files) files.push(file);
    expect(plain).toMatchObject({ title: "a.py", root: folder });
    expect(files).toMatchObject([
      {
        path: "src/a.py",
        status: "added",
        language: "python",
        head: "1\n2\n",
        changedLines: [{ startLine: 1, endLine: 2 }],
      },
    ]);
    expect(files[0]).not.toHaveProperty("base");
  });

  it("are walked in order, without version control and node_modules; what isn't read is named", async () => {
    const folder = tree({
      "b/z.py": "z\n",
      "a.py": "a\n",
      ".git/config": "x\n",
      "node_modules/m/index.js": "x\n",
      "b/node_modules/m/index.js": "x\n",
      "b/image.png": new Uint8Array([1, 0]),
      "big.js": "x".repeat(1_100_000),
      ".hidden.py": "h\n",
    });
    symlinkSync("/etc", join(folder, "etc"));
    symlinkSync("/etc/passwd", join(folder, "passwd.py"));
    makePipe(join(folder, "pipe"));

    const lines = await told(await openPlainFiles({ folder, paths: ["."] }));

    expect(lines).toEqual([
      ".hidden.py",
      "a.py",
      "b/image.png: binary file",
      "b/z.py",
      "big.js: larger than 1 MB",
      "etc: symbolic link: not followed",
      "passwd.py: symbolic link: not followed",
      "pipe: not a regular file",
    ]);
  });

  it("leave out what git ignores, but not when it is named", async () => {
    const { folder, environment, write, git } = temporaryRepository();
    for (const path of ["src/a.py", "src/b.py", "dist/made.js", "src/gone.py"]) write(path, "x\n");
    write(".gitignore", "dist/\n");
    git("add", "-A");
    rmSync(join(folder, "src/gone.py"));
    write("src/untracked.py", "u\n");

    const named = async (...paths: string[]) => told(await openPlainFiles({ folder, paths, environment }));

    await expect(named(".")).resolves.toEqual([".gitignore", "src/a.py", "src/b.py", "src/untracked.py"]);
    await expect(named("src")).resolves.toEqual(["src/a.py", "src/b.py", "src/untracked.py"]);
    await expect(named("dist")).resolves.toEqual(["dist/made.js"]);
    await expect(named("src/a.py", "src", "src/a.py")).resolves.toEqual(["src/a.py", "src/b.py", "src/untracked.py"]);
  });

  it("outside the working folder are named from the folder that holds them all", async () => {
    const folder = tree({ "one/a.py": "a\n", "two/deep/b.py": "b\n", "here/c.py": "c\n" });

    const plain = await openPlainFiles({
      folder: join(folder, "here"),
      paths: ["../one", join(folder, "two/deep/b.py")],
    });

    expect(plain.root).toBe(folder);
    await expect(told(plain)).resolves.toEqual(["one/a.py", "two/deep/b.py"]);
  });

  it("may be a link only when it is named with a slash", async () => {
    const folder = tree({ "real/a.py": "a\n" });
    symlinkSync("real", join(folder, "link"));

    await expect(told(await openPlainFiles({ folder, paths: ["link"] }))).resolves.toEqual([
      "link: symbolic link: not followed",
    ]);
    await expect(told(await openPlainFiles({ folder, paths: ["link/"] }))).resolves.toEqual(["real/a.py"]);
  });

  it("give context from the same tree, and no policy", async () => {
    const { folder, environment, write } = temporaryRepository();
    write("sub/a.py", "needle\n");
    write("b.py", "needle\n");
    symlinkSync("/etc/passwd", join(folder, "link"));

    const { around } = await openPlainFiles({ folder: join(folder, "sub"), paths: ["a.py"], environment });

    await expect(around.read("a.py")).resolves.toBe("needle\n");
    await expect(around.read("../b.py")).resolves.toBeUndefined();
    await expect(around.readBase("a.py")).resolves.toBeUndefined();
    await expect(around.mentioning(["needle"], 5)).resolves.toEqual(["a.py"]);
  });

  it("can't be searched without git: nothing is found, nothing fails", async () => {
    const folder = tree({ "a.py": "needle\n" });

    const { around } = await openPlainFiles({ folder, paths: ["a.py"] });

    await expect(around.mentioning(["needle"], 5)).resolves.toEqual([]);
  });

  it("that are not there are refused in one line", async () => {
    const folder = tree({});

    await expect(openPlainFiles({ folder, paths: ["nope"] })).rejects.toThrow('"nope": no such file or folder');
    await expect(openPlainFiles({ folder, paths: [] })).rejects.toThrow("name at least one");
  });

  it("are read a few at a time, however many there are", async () => {
    const folder = tree(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.py`, "x\n"])));
    const { files } = await openPlainFiles({ folder, paths: ["."] });
    const iterator = files[Symbol.asyncIterator]();
    await iterator.next();
    for (let index = 100; index < 300; index++) rmSync(join(folder, `${index}.py`));

    let read = 1;
    while (!(await iterator.next()).done) read++;

    expect(read).toBeLessThan(150);
  });
});
