import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../../src/adapters/analysis/process.ts";
import { AnalysisError, type Source, type Wanted } from "../../../src/core/analysis.ts";
import { languageOf, PARSED_LANGUAGES } from "../../../src/core/language.ts";
import { applyEdits } from "../../../src/core/text.ts";

// The real child with the real parsers, as a review uses it.
const rulesFolder = fileURLToPath(new URL("../../../knowledge/rules", import.meta.url));
const analysis = openAnalysis({ rulesFolder });
afterAll(() => analysis.close());

const source = (path: string, text: string): Source => ({ path, language: languageOf(path), text });
const WHOLE = { startLine: 1, endLine: 100_000 };
const EVERYTHING: Wanted = {
  outline: true,
  alerts: "all",
  diagnostics: true,
  facts: WHOLE,
  shapes: [],
  importing: [],
  secrets: true,
  rewrite: { rewrites: [], lines: WHOLE },
};

describe("reading a source", () => {
  it("brings every part that is wanted, and only those", async () => {
    const python = source("app.py", "import os\n\ndef run(name):\n    return os.environ[name]\n");

    const all = await analysis.read(python, EVERYTHING);
    const some = await analysis.read(python, { outline: true, secrets: true });

    expect(Object.keys(all).toSorted()).toEqual([
      "alerts",
      "diagnostics",
      "facts",
      "importEdits",
      "outline",
      "rewrites",
      "secrets",
      "shapes",
    ]);
    expect(all.outline?.definitions.map((each) => each.name)).toEqual(["run"]);
    expect(Object.keys(some).toSorted()).toEqual(["outline", "secrets"]);
  });

  it("brings secrets only of a language that has no parser here", async () => {
    const yaml = source("compose.yml", "db:\n  password: pl9zQx7w\n");

    await expect(analysis.read(yaml, EVERYTHING)).resolves.toEqual({
      diagnostics: [],
      secrets: [{ kind: "password", span: expect.objectContaining({ startLine: 2, startColumn: 13 }) }],
    });
  });

  it("tells each rule once, the same every time", async () => {
    const first = await analysis.rules();

    expect(first.length).toBeGreaterThan(0);
    expect(new Set(first.map((rule) => rule.id)).size).toBe(first.length);
    await expect(analysis.rules()).resolves.toEqual(first);
  });

  it("finds a weakness, and its fix can be read by the same call", async () => {
    const vulnerable = source(
      "db.py",
      "import sqlite3\n\ndef find(db, name):\n    db.execute(f\"select * from users where name = '{name}'\")\n",
    );
    const { alerts = [] } = await analysis.read(vulnerable, { alerts: "all" });

    const fixed = { ...vulnerable, text: applyEdits(vulnerable.text, alerts[0]?.fixes[0]?.edits ?? []) };

    expect(alerts[0]).toMatchObject({ weakness: "CWE-89" });
    expect(fixed.text).not.toBe(vulnerable.text);
    await expect(analysis.read(fixed, { alerts: "all" })).resolves.toEqual({ alerts: [] });
  });

  it("names the file and the key when a rule is malformed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rules-"));
    mkdirSync(join(folder, "python"));
    writeFileSync(join(folder, "python", "bad.yml"), "id: python-bad\ntitle: Bad\nweakness: nothing\n");
    const broken = openAnalysis({ rulesFolder: folder });

    await expect(broken.read(source("a.py", "x = 1\n"), { alerts: "all" })).rejects.toThrow(
      /python\/bad\.yml: .*weakness/,
    );
    await expect(broken.read(source("a.py", "x = 1\n"), { outline: true })).resolves.toHaveProperty("outline");
    await broken.close();
    rmSync(folder, { recursive: true });
  });
});

describe("rewriting", () => {
  const wanted = (pattern: string, replacement: string, imports?: string[]): Wanted => ({
    rewrite: {
      rewrites: [{ language: "python", pattern, replacement, ...(imports && { imports }) }],
      lines: { startLine: 3, endLine: 4 },
    },
  });
  const python = source(
    "a.py",
    "import os\n\ntoken = random.choice(LETTERS)  # 😀\nx = random.choice(random.choice(y))\nrandom.choice(z)\n",
  );

  it("fills the metavariables inside the lines, and brings the imports", async () => {
    const reading = await analysis.read(
      python,
      wanted("random.choice($SEQ)", "secrets.choice($SEQ)", ["import secrets"]),
    );

    expect(applyEdits(python.text, reading.rewrites?.[0]?.edits ?? [])).toBe(
      "import os\nimport secrets\n\ntoken = secrets.choice(LETTERS)  # 😀\nx = secrets.choice(random.choice(y))\nrandom.choice(z)\n",
    );
  });

  it.each([
    ["a pattern that stands nowhere", "uuid.uuid1()", "uuid.uuid4()"],
    ["a pattern that is none", "((((", "x"],
    ["an empty pattern", " ", "x"],
    ["a replacement with a metavariable that the pattern lacks", "random.choice($SEQ)", "pick($OTHER)"],
  ])("makes nothing of %s", async (_, pattern, replacement) => {
    await expect(analysis.read(python, wanted(pattern, replacement))).resolves.toEqual({ rewrites: [] });
  });

  it("leaves other languages alone", async () => {
    const go = source("a.go", "package a\n\nvar x = random.choice(y)\n");

    await expect(analysis.read(go, wanted("random.choice($SEQ)", "x"))).resolves.toEqual({ rewrites: [] });
  });
});

describe("hostile texts", () => {
  const paths = ["a.py", "a.js", "a.ts", "a.tsx", "A.java", "a.go", "a.c", "a.cpp"];

  it("cover every parsed language", () => {
    expect(paths.map(languageOf)).toEqual([...PARSED_LANGUAGES]);
  });

  it.each([
    ["an empty text", ""],
    ["lone surrogates", "x = '\ud800' + \"\udfff\"\n"],
    ["NUL and controls", "x\0 = 1;\u0001\u000b\f\x7f\n\0\0"],
    ["every kind of line end", "a\rb\r\nc\nd\u2028e\u2029f\u0085g"],
    ["a byte order mark", "\ufeffx = 1\n"],
    ["quotes that don't end", "'''\"\"\"`'\"/* <!-- \\"],
    ["another language", "<?xml version='1.0'?><a><b/></a>\n%PDF-1.4\n"],
    ["names of Object's own", "__proto__ = constructor.prototype.toString.hasOwnProperty\n"],
  ])("are read: %s", async (_, text) => {
    for (const path of paths) {
      const { diagnostics, outline } = await analysis.read(source(path, text), EVERYTHING);

      const spans = [...(diagnostics ?? []), ...(outline?.definitions ?? [])].map((each) => each.span);
      expect(spans.every(({ start, end }) => start >= 0 && start <= end && end <= text.length)).toBe(true);
    }
  });

  it("nested 10,000 deep are read or refused, and the next file is read", async () => {
    for (const path of paths) {
      const deep = source(path, `${"(".repeat(10_000)}1${")".repeat(10_000)}\n`);

      const outcome = await analysis.read(deep, EVERYTHING).catch((error: unknown) => error);

      if (outcome instanceof Error) expect(outcome).toEqual(new AnalysisError("nested too deeply"));
      await expect(analysis.read(source(path, "x\n"), { outline: true })).resolves.toHaveProperty("outline");
    }
  }, 60_000);

  it("of one line of 60,000 characters are read or refused within the limits", async () => {
    for (const path of paths) {
      const long = source(path, `${"a+".repeat(30_000)}a\n`);

      const outcome = await analysis.read(long, EVERYTHING).catch((error: unknown) => error);

      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AnalysisError);
    }
  }, 60_000);
});
