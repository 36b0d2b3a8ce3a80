import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders, temporaryFolder, temporaryRepository } from "../adapters/host/temporary-repository.ts";
import { CLEAN, printed, reflexgen, vulnerable } from "./run.ts";

afterAll(removeTemporaryFolders);

describe("scan", () => {
  it("reads files and folders outside of git: what it finds, what it leaves, and its fixes", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "lib/node_modules"), { recursive: true });
    const files = {
      "a.py": vulnerable(),
      "lib/b.py": vulnerable(),
      "lib/clean.py": CLEAN,
      "lib/node_modules/c.py": vulnerable(),
    };
    for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
    symlinkSync("/etc", join(folder, "lib/etc"));

    const [whole, one, both, clean] = await Promise.all([
      reflexgen(["scan", ".", "--format", "json"], { folder }),
      reflexgen(["scan", "a.py", "--format", "json"], { folder }),
      reflexgen(["scan", "a.py", "./lib", "lib/b.py", "--format", "json"], { folder }),
      reflexgen(["scan", "lib/clean.py"], { folder }),
    ]);
    const applied = await reflexgen(["scan", folder, "--apply"], { folder: temporaryFolder() });

    expect([whole, one, both, clean, applied].map(({ code }) => code)).toEqual([1, 1, 1, 0, 1]);
    expect([whole, one, both].map((run) => printed(run).findings.map(({ path }) => path))).toEqual([
      ["a.py", "lib/b.py"],
      ["a.py"],
      ["a.py", "lib/b.py"],
    ]);
    expect(printed(whole).unread).toEqual([{ path: "lib/etc", reason: "symbolic link: not followed", failed: false }]);
    expect(clean.stdout).toMatch(/^Nothing found in 1 file, /);
    expect(applied.stderr.match(/^Applied/gm)).toHaveLength(2);
    expect(readFileSync(join(folder, "lib/b.py"), "utf8")).toContain("(name,)");
  });

  it("leaves what git ignores, and says that a folder holds nothing to read", async () => {
    const { folder, write } = temporaryRepository();
    write(".gitignore", "build/\n");
    write("build/gen.py", vulnerable());
    write("a.py", CLEAN);
    const empty = temporaryFolder();

    const [tree, nothing, named] = await Promise.all([
      reflexgen(["scan", "."], { folder }),
      reflexgen(["scan", "."], { folder: empty }),
      reflexgen(["scan", "build/gen.py"], { folder }),
    ]);

    expect([tree.code, nothing.code, named.code]).toEqual([0, 2, 1]);
    expect(nothing).toMatchObject({ stdout: "", stderr: expect.stringMatching(/^reflexgen: [^\n]*no file[^\n]*\n$/m) });
  });

  it("says in one line which path is not there", async () => {
    const folder = temporaryFolder();

    const [missing, odd] = await Promise.all([
      reflexgen(["scan", "nowhere"], { folder }),
      reflexgen(["scan", "two\nlines"], { folder }),
    ]);

    expect([missing, odd]).toMatchObject([
      { code: 2, stdout: "", stderr: 'reflexgen: "nowhere": no such file or folder, or no right to read it\n' },
      { code: 2, stdout: "", stderr: 'reflexgen: "two\\nlines": no such file or folder, or no right to read it\n' },
    ]);
  });
});
