import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { removeTemporaryFolders, temporaryFolder } from "../adapters/host/temporary-repository.ts";
import { CLEAN, reflexgen, repositoryOf, vulnerable } from "./run.ts";

afterAll(removeTemporaryFolders);

const { folder } = repositoryOf({ "a.py": CLEAN }, { "b.py": vulnerable(), "c.py": CLEAN });

function schemaOf(path: string): Record<string, unknown> {
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(join(import.meta.dirname, "../..", path), "utf8"));
  return schema;
}

describe("the result", () => {
  it("is on standard output alone, in each form without escape codes, and valid by its schema", async () => {
    const file = join(temporaryFolder(), "out.sarif");
    const forms = ["text", "json", "sarif", "markdown"];

    const runs = await Promise.all(
      forms.map((form) =>
        reflexgen(["review", "--format", form, ...(form === "text" ? ["--sarif", file] : [])], { folder }),
      ),
    );
    const [text, json, sarif, markdown] = runs.map(({ stdout }) => stdout);

    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(
      forms.map(() => [1, "No model: the code stays on this machine.\n"]),
    );
    expect(runs.map(({ stdout }) => stdout).join()).not.toContain("\u001b");
    expect(text).toMatch(/^HIGH {2}SQL built from strings\n[^]*\nCost: [\d.]+ s\.\n$/);
    expect(markdown).toContain("CWE-89");
    expect(new Ajv2020({ strict: false }).validate(schemaOf("schema/review.schema.json"), JSON.parse(json!))).toBe(
      true,
    );
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats.default(ajv);
    const validate = ajv.compile(schemaOf("test/fixtures/sarif/sarif-2.1.0-rtm.5.json"));
    expect(validate(JSON.parse(sarif!))).toBe(true);
    expect(validate(JSON.parse(readFileSync(file, "utf8")))).toBe(true);
  });

  it("has colour where it is asked for, and none where it is refused", async () => {
    const [forced, refused, unforced] = await Promise.all(
      [{ FORCE_COLOR: "1" }, { NO_COLOR: "1" }, { FORCE_COLOR: "0" }].map((environment) =>
        reflexgen(["review"], { folder, environment }),
      ),
    );

    expect(forced!.stdout).toContain("\u001b[1m\u001b[31mHIGH");
    expect(refused!.stdout + unforced!.stdout).not.toContain("\u001b");
  });

  it("may lose its reader: no stack, no error, and the exit code is the review's", async () => {
    const close = (after: number) => (child: Parameters<NonNullable<Parameters<typeof reflexgen>[1]["meet"]>>[0]) =>
      void setTimeout(() => child.stdout?.destroy(), after);

    const [early, both, help, shown] = await Promise.all([
      reflexgen(["review"], { folder, meet: close(0) }),
      reflexgen(["review"], { folder, meet: (child) => (child.stdout?.destroy(), child.stderr?.destroy()) }),
      reflexgen(["--help"], { folder, meet: close(0) }),
      reflexgen(["knowledge", "show", "sql-parameters"], { folder, meet: close(0) }),
    ]);

    expect(early).toMatchObject({ code: 1, stderr: "No model: the code stays on this machine.\n" });
    expect(both.code).toBe(1);
    expect(help).toMatchObject({ code: 0, stderr: "" });
    expect(shown).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("what nobody expected", () => {
  it("ends with one calm line and exit code 2, without tokens; the stack only with REFLEXGEN_DEBUG=1", async () => {
    const token = `ghp_${"Lk3Jh4Gf5D".repeat(4).slice(0, 36)}`;
    const broken = join(temporaryFolder(), "broken.mjs");
    const thrower = `process.cwd = () => { throw new TypeError("no folder\\u001b[31m for ${token}"); };`;
    writeFileSync(
      broken,
      `const real = process.cwd; ${thrower} setTimeout(() => (process.cwd = real), 60000).unref();`,
    );
    const later = join(temporaryFolder(), "later.mjs");
    writeFileSync(later, `const write = setTimeout; write(() => Promise.reject(new Error("later")), 50);`);
    const environment = { NODE_OPTIONS: `--import ${broken}` };

    const [calm, debug, rejected] = await Promise.all([
      reflexgen(["review"], { folder, environment }),
      reflexgen(["review"], { folder, environment: { ...environment, REFLEXGEN_DEBUG: "1" } }),
      reflexgen(["review"], { folder, environment: { NODE_OPTIONS: `--import ${later}` } }),
    ]);

    expect(calm).toEqual({
      code: 2,
      signal: null,
      stdout: "",
      stderr:
        "reflexgen: this should not have happened: no folder<U+001B>[31m for [redacted] (REFLEXGEN_DEBUG=1 shows where)\n",
    });
    expect(debug.stderr).toMatch(/TypeError: no folder[^]*\n {4}at /);
    expect(debug.stderr).not.toContain(token);
    expect(rejected).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("this should not have happened: later"),
    });
  });
});
