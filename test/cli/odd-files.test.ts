import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders, temporaryRepository } from "../adapters/host/temporary-repository.ts";
import { CLEAN, printed, reflexgen, repositoryOf, vulnerable } from "./run.ts";

afterAll(removeTemporaryFolders);

const BINARY = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]);
const NOT_UTF8 = Buffer.concat([Buffer.from("name = '"), Buffer.from([0xe4, 0xff]), Buffer.from("'\n")]);

describe("files that can't be read as source", () => {
  it("leave a review complete when there is no source in them: pictures, links, submodules", async () => {
    const inner = temporaryRepository();
    inner.write("x.py", CLEAN);
    const sha = inner.commit("inner");
    const { folder, git } = repositoryOf({ "a.py": CLEAN }, { "b.py": CLEAN, "logo.png": BINARY });
    symlinkSync("/etc/passwd", join(folder, "link.py"));
    symlinkSync("a.py", join(folder, "inside.py"));
    git("add", "-A");
    git("update-index", "--add", "--cacheinfo", `160000,${sha},module.js`);
    git("commit", "-q", "-m", "odd");

    const [json, text] = await Promise.all([
      reflexgen(["review", "--format", "json"], { folder }),
      reflexgen(["review"], { folder }),
    ]);

    expect(printed(json).unread).toEqual([
      { path: "inside.py", reason: "symbolic link: not followed", failed: false },
      { path: "link.py", reason: "symbolic link: not followed", failed: false },
      { path: "logo.png", reason: "binary file", failed: false },
      { path: "module.js", reason: "submodule: its commits are another repository's", failed: false },
    ]);
    expect([json.code, text.code]).toEqual([0, 0]);
    expect(printed(json).complete).toBe(true);
    expect(text.stdout).toMatch(/^Nothing found in 1 file[\s\S]*Not read: 4 places\.\n[\s\S]*binary file: logo\.png/);
  });

  it("make it incomplete, with exit code 2, when they are source: other encodings, binary, huge, one endless line", async () => {
    const line = (length: number) => `x = [${"1,".repeat(length / 2)}]\n`;
    const { folder } = repositoryOf(
      { "a.py": CLEAN },
      {
        "b.py": CLEAN,
        "latin.py": NOT_UTF8,
        "nul.js": Buffer.from("run('\0')\n"),
        "utf16.ts": Buffer.from("\ufeffexport {};\n", "utf16le"),
        "endless.py": line(5_000_000),
        "long.py": line(500_000),
      },
    );

    const [json, text] = await Promise.all([
      reflexgen(["review", "--format", "json"], { folder }),
      reflexgen(["review"], { folder }),
    ]);

    expect([json.code, text.code]).toEqual([2, 2]);
    expect(printed(json).unread).toEqual([
      { path: "endless.py", reason: "larger than 1 MB", failed: true },
      { path: "latin.py", reason: "not UTF-8 text", failed: true },
      { path: "long.py", reason: expect.stringMatching(/line/), failed: true },
      { path: "nul.js", reason: "binary file", failed: true },
      { path: "utf16.ts", reason: "UTF-16 text: only UTF-8 is read", failed: true },
    ]);
    expect(text.stdout).toMatch(/^Nothing found in what was read\.[\s\S]*Not read: 5 places\./);
  });

  it("are no gap where the repository's settings exclude them", async () => {
    const { folder } = repositoryOf(
      { ".github/reflexgen.yml": 'exclude: ["vendor/**"]\n' },
      { "b.py": CLEAN, "vendor/latin.py": NOT_UTF8, "vendor/find.py": vulnerable() },
    );

    const run = await reflexgen(["review", "--format", "json"], { folder });

    expect(run.code).toBe(0);
    expect(printed(run).unread).toEqual([
      { path: "vendor/find.py", reason: "excluded by policy", failed: false },
      { path: "vendor/latin.py", reason: "excluded by policy", failed: false },
    ]);
  });
});

describe("text without a parser, or beyond it", () => {
  it("is read by hunks, with a note that names the package; secrets in it are found, and so is what is wrong in a file that does not parse", async () => {
    const key = `ghp_${"Ab3dE9fGh1".repeat(4).slice(0, 36)}`;
    const { folder } = repositoryOf(
      { "a.py": CLEAN },
      {
        "lib.rs": "fn main() {}\n",
        "notes.txt": `token = ${key}\n`,
        "broken.py": `def (:\n${vulnerable()}`,
      },
    );

    const run = await reflexgen(["review", "--format", "json"], { folder });

    expect(run.code).toBe(1);
    const { notes, findings } = printed(run);
    expect(notes).toEqual([expect.stringMatching(/^Rust .*@ast-grep\/lang-rust/)]);
    expect(findings.map(({ path, weakness }) => `${path} ${weakness}`).toSorted()).toEqual([
      "broken.py CWE-89",
      "notes.txt CWE-798",
    ]);
    expect(run.stdout).not.toContain(key);
  });

  it("has any name: quotes, newlines, escapes, option-like, other scripts", async () => {
    const names = ['it\'s "quoted".py', "two\nlines.py", "\u001b[31mred.py", "-rf.py", "ü/日本.py", "a b\t.py"];
    const { folder, git } = repositoryOf(
      { "a.py": CLEAN },
      Object.fromEntries(names.map((name) => [name, vulnerable()])),
    );

    const [json, text] = await Promise.all([
      reflexgen(["review", "--format", "json"], { folder }),
      reflexgen(["review", "--apply"], { folder }),
    ]);

    expect(
      printed(json)
        .findings.map(({ path }) => path)
        .toSorted(),
    ).toEqual(names.toSorted());
    expect(text.stdout).toContain("two<U+000A>lines.py:5");
    expect(text.stdout + text.stderr).not.toContain("\u001b");
    expect(text.stderr.split("\n").filter((line) => line.startsWith("Applied"))).toHaveLength(names.length);
    expect(git("diff", "--numstat").trim().split("\n")).toHaveLength(names.length);
  });
});
