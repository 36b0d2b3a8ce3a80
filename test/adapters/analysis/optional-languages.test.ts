import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { hasParser } from "../../../src/adapters/analysis/parse.ts";
import { openAnalysis } from "../../../src/adapters/analysis/process.ts";
import type { Wanted } from "../../../src/core/analysis.ts";
import { OPTIONAL_LANGUAGES } from "../../../src/core/language.ts";
import { agreeing, checked, failures } from "../../core/checks/setting.ts";

const analysis = openAnalysis({ rulesFolder: fileURLToPath(new URL("../../../knowledge/rules", import.meta.url)) });
afterAll(() => analysis.close());

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
const absent = OPTIONAL_LANGUAGES.filter((language) => !hasParser(language));
const installed = OPTIONAL_LANGUAGES.filter((language) => hasParser(language));
const read = (language: (typeof OPTIONAL_LANGUAGES)[number], text: string) =>
  analysis.read({ path: "a", language, text }, EVERYTHING);

const CODE = 'password = "pl9zQx7w"\n';
const HOSTILE = ["", "\ud800'\"\0\n", "((((", "}}}}", '/* <?php """ \'', "__proto__ = constructor\n", "<<<<<<< HEAD\n"];

describe("a language whose parser may be installed", () => {
  it("brings secrets only where it is not", async () => {
    for (const language of absent) {
      const reading = await read(language, CODE);

      expect(Object.keys(reading)).toEqual(["secrets"]);
      expect(reading.secrets).toHaveLength(1);
    }
  });

  it("is read or refused whatever the text, and the next file is read", async () => {
    for (const language of OPTIONAL_LANGUAGES) {
      for (const text of [...HOSTILE, `${"(".repeat(10_000)}1${")".repeat(10_000)}\n`]) {
        const reading = await read(language, text).catch((error: unknown) => error);

        if (reading instanceof Error) expect(reading.message).toBe("nested too deeply");
      }
    }
    await expect(
      analysis.read({ path: "a.py", language: "python", text: "x\n" }, { outline: true }),
    ).resolves.toHaveProperty("outline");
  }, 60_000);
});

(installed.length > 0 ? describe : describe.skip)("an installed parser (needs an @ast-grep/lang- package)", () => {
  it("brings an outline and diagnostics, but nothing that rests on rules or facts", async () => {
    for (const language of installed) {
      const reading = await read(language, CODE);

      expect(Object.keys(reading).toSorted()).toEqual(["diagnostics", "outline", "secrets"]);
    }
  });
});

(hasParser("rust") ? describe : describe.skip)("Rust's parser (needs @ast-grep/lang-rust)", () => {
  it("tells of broken syntax", async () => {
    const whole = await read("rust", "fn main() { go(1); }\n");
    const broken = await read("rust", "fn main() { go(1; }\n");

    expect(whole.diagnostics).toEqual([]);
    expect(broken.diagnostics?.[0]).toMatchObject({ kind: "syntax", by: "tree-sitter" });
  });

  it("gives a repair that breaks the syntax no level, and a whole one L1 at most", async () => {
    const before = 'fn show(db: &Db, name: &str) -> Row {\n    db.query(&format!("select {}", name))\n}\n';
    const claims = [{ weakness: "CWE-89", quote: "db.query(", sink: "db.query" }];
    const after = before.replace(/&format.*name\)/, '"select ?", name');

    const whole = await checked(analysis, { path: "a.rs", before, after, claims, examine: agreeing });
    const broken = await checked(analysis, { path: "a.rs", before, after: after.replace("name)", "name("), claims });

    expect(whole.reached).toBe("L1");
    expect(broken.reached).toBe("none");
    expect(failures(broken)[0]).toMatch(/^parses: /);
  });
});
