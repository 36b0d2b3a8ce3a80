import { chmodSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders, temporaryFolder } from "../adapters/host/temporary-repository.ts";
import { CLEAN, reflexgen, repositoryOf, vulnerable } from "./run.ts";

afterAll(removeTemporaryFolders);

const QUERY = `cursor.execute(f"SELECT * FROM customers WHERE name = '{name}'")`;
const BOUND = `cursor.execute("SELECT * FROM customers WHERE name = ?", (name,))`;

describe("--apply", () => {
  it("changes the lines of the fix and no other byte: CRLF, BOM, no final newline, mode", async () => {
    const plain = vulnerable();
    const before = {
      "lf.py": plain,
      "crlf.py": plain.replaceAll("\n", "\r\n"),
      "bom.py": `\ufeff${plain}`,
      "cut.py": plain.trimEnd(),
      "mixed.py": plain.replace("\n\n", "\r\n\n"),
      "latin.py": `# ${"é".repeat(3)}\u2028\n${plain}`,
    };
    const { folder } = repositoryOf({ "a.py": CLEAN }, before);
    chmodSync(join(folder, "lf.py"), 0o755);

    const run = await reflexgen(["review", "--apply"], { folder });

    expect(run.code).toBe(1);
    for (const [path, text] of Object.entries(before))
      expect([path, readFileSync(join(folder, path), "utf8")]).toEqual([path, text.replace(QUERY, BOUND)]);
    expect(statSync(join(folder, "lf.py")).mode & 0o777).toBe(0o755);
    expect(run.stderr.split("\n").filter((line) => /^Applied [0-9a-f]{12} to \w+\.py\.$/.test(line))).toHaveLength(6);
  });

  it("puts two fixes of one file together, with the imports that they share, and leaves nothing to find", async () => {
    const code = `import os\n\n\ndef label(name):\n    os.system(f"lp -d labels {name}")\n\n\ndef show(name):\n    os.system(f"cat {name}")\n`;
    const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": code });

    const first = await reflexgen(["review", "--apply"], { folder });
    const text = readFileSync(join(folder, "b.py"), "utf8");
    const second = await reflexgen(["review", "--uncommitted", "--apply"], { folder });

    expect(first.stderr).toMatch(/Applied [0-9a-f]{12}, [0-9a-f]{12} to b\.py\./);
    expect(text.match(/^import subprocess$/gm)).toHaveLength(1);
    expect(text).toContain('subprocess.run(["lp", "-d", "labels", name], check=False)');
    expect(text).toContain('subprocess.run(["cat", name], check=False)');
    expect(text).not.toContain("os.system");
    expect(second).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Nothing applied: no fix passed the checks."),
    });
  });

  it("leaves a file that is not the reviewed text: changed since, gone, replaced by a link, write-protected", async () => {
    const names = ["changed.py", "gone.py", "link.py", "protected.py", "good.py"];
    const { folder } = repositoryOf({ "a.py": CLEAN }, Object.fromEntries(names.map((name) => [name, vulnerable()])));
    const outside = join(temporaryFolder(), "outside.py");
    writeFileSync(outside, vulnerable());
    const changed = `${vulnerable()}\n# by a person, meanwhile\n`;
    writeFileSync(join(folder, "changed.py"), changed);
    rmSync(join(folder, "gone.py"));
    rmSync(join(folder, "link.py"));
    symlinkSync(outside, join(folder, "link.py"));
    chmodSync(join(folder, "protected.py"), 0o444);

    const run = await reflexgen(["review", "--apply"], { folder });

    expect(run.code).toBe(1);
    expect(run.stderr.split("\n").filter((line) => /^(Left|Applied)/.test(line))).toEqual([
      "Left changed.py as it is: it was changed since the review, or is not the reviewed version.",
      "Left gone.py as it is: it is gone.",
      expect.stringMatching(/^Applied [0-9a-f]{12} to good\.py\.$/),
      "Left link.py as it is: symbolic link: not followed.",
      "Left protected.py as it is: it is write-protected.",
    ]);
    expect(readFileSync(join(folder, "changed.py"), "utf8")).toBe(changed);
    expect(readFileSync(outside, "utf8")).toBe(vulnerable());
    expect(readFileSync(join(folder, "protected.py"), "utf8")).toBe(vulnerable());
  });

  it("writes nothing for a range whose head is not what lies in the work tree", async () => {
    const { folder, git } = repositoryOf({ "a.py": CLEAN, "b.py": CLEAN }, { "b.py": vulnerable() });
    git("switch", "-q", "main");

    const run = await reflexgen(["review", "main..topic", "--apply"], { folder });

    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      "Left b.py as it is: it was changed since the review, or is not the reviewed version.",
    );
    expect(git("status", "--porcelain")).toBe("");
  });

  it("keeps a secret of the file as it is, and never prints it", async () => {
    const token = `ghp_${"Qw8Er7Ty6U".repeat(4).slice(0, 36)}`;
    const code = vulnerable().replace("def find", `TOKEN = "${token}"\n\n\ndef find`);
    const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": code });

    const run = await reflexgen(["review", "--apply", "--explain"], { folder });

    expect(readFileSync(join(folder, "b.py"), "utf8")).toBe(code.replace(QUERY, BOUND));
    expect(run.stdout + run.stderr).not.toContain(token);
  });
});
