import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { mailPatch } from "../../src/report/mail-patch.ts";

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

const ABOUT = {
  headline: "fix: SQL",
  body: "Repairs.\n\n- SQL\n\nAsked for by ada.",
  from: { id: 9, login: "reflexgen[bot]" },
};
const anything = () => true;

function git(...words: string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b",
  };
  const env = { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1", ...identity };
  return execFileSync("git", ["-c", "init.defaultBranch=main", ...words], { cwd: folder, env, encoding: "utf8" });
}

/** What `git am` makes of it in a real repository. */
function applied(files: { path: string; before: string; text: string }[]): Record<string, string> {
  const root = mkdtempSync(join(tmpdir(), "reflexgen-am-"));
  folder = root;
  git("init", "-q");
  for (const { path, before } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), before);
  }
  git("add", ".");
  git("commit", "-q", "-m", "base");
  writeFileSync(join(root, "mail"), mailPatch({ ...ABOUT, files }, anything) ?? "none");
  git("am", "-q", "mail");
  return Object.fromEntries(files.map(({ path }) => [path, readFileSync(join(root, path), "utf8")]));
}

describe("a commit as a mail", () => {
  it("is taken by git am, byte for byte, with its message", () => {
    const long = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join("");
    const files = [
      { path: "app.py", before: long, text: long.replace("line 3\n", "safe 3\n").replace("line 30\n", "") },
      { path: "lib/of my/b.py", before: "a\nb", text: "a\nc" },
      { path: "c.py", before: "a\n", text: "a\nb" },
    ];

    const made = applied(files);

    expect(made).toEqual(Object.fromEntries(files.map(({ path, text }) => [path, text])));
    expect(git("log", "-1", "--format=%an <%ae>%n%B").trim()).toBe(
      `reflexgen[bot] <9+reflexgen[bot]@users.noreply.github.com>\nfix: SQL\n\n${ABOUT.body}`,
    );
  });

  it.each([
    ["line ends that a comment would change", "a.py", "a\r\nb\r\n"],
    ["characters that nobody sees", "a.py", "a\u200b\nb\n"],
    ["a name that git would quote", "ä\t.py", "a\nb\n"],
    ["too much for a comment", "a.py", `${"x".repeat(30_000)}\nb\n`],
  ])("is none with %s", (_, path, before) => {
    const files = [{ path, before, text: before.replace("b", "c") }];

    expect(mailPatch({ ...ABOUT, files }, anything)).toBeUndefined();
  });

  it("is none where a line of it may not be shown", () => {
    const files = [{ path: "a.py", before: 'key = "hunter2"\nb\n', text: 'key = "hunter2"\nc\n' }];

    expect(mailPatch({ ...ABOUT, files }, (line) => !line.includes("hunter2"))).toBeUndefined();
  });
});
