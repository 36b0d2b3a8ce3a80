import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readSarif, readSarifFiles } from "../../../src/adapters/sarif/read-sarif.ts";
import { UserError } from "../../../src/core/errors.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/sarif-in");

/** A log of one run with these results, each about a rule that is filed as SQL injection. */
function logOf(results: readonly unknown[], run: object = {}): string {
  const driver = { name: "Tool", rules: [{ id: "R1", properties: { tags: ["external/cwe/cwe-089"] } }] };
  return JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver }, results, ...run }] });
}

function resultAt(uri: string, more: object = {}): object {
  const physicalLocation = { artifactLocation: { uri }, region: { startLine: 3 } };
  return { ruleId: "R1", message: { text: "Bad." }, locations: [{ physicalLocation }], ...more };
}

function read(text: string, root = "/srv/repo") {
  return readSarif(text, { name: "x.sarif", root });
}

describe("others' results", () => {
  it.each([
    ["no JSON", "nope", "not valid JSON"],
    ["no SARIF", "[]", "not SARIF 2.1.0"],
    ["an old version", '{"version":"1.0.0","runs":[]}', "not SARIF 2.1.0"],
  ])("are refused as a whole only where a file is none: %s", (_, text, words) => {
    expect(() => read(text)).toThrow(new UserError(`x.sarif: ${words}`));
  });

  it("come from files of a bounded size", async () => {
    await expect(readSarifFiles([join(FIXTURES, "missing.json")], undefined)).rejects.toThrow("no such file");
  });

  it("never name a file outside of the repository", () => {
    const hostile = [
      "../secret.py",
      "a/../../secret.py",
      "/etc/passwd",
      "file:///etc/passwd",
      "/srv/repository/x.py",
      "%2e%2e/secret.py",
      "..%5Csecret.py",
      "a%00.py",
      "%zz",
      "https://example.org/x.py",
      "",
      "x".repeat(5000),
    ];

    const { claims, notes } = read(logOf(hostile.map((uri) => resultAt(uri))));

    expect(claims).toEqual([]);
    expect(notes).toEqual([
      `x.sarif: ${hostile.length} results left out: their file is outside the repository, or not named`,
    ]);
  });

  it("name files in any of the forms that tools write", () => {
    const uris = ["a/x%20y.py", "./a/x y.py", "a\\x y.py", "/srv/repo/a/x y.py", "file:///srv/repo/a/x%20y.py"];

    const { claims, notes } = read(logOf(uris.map((uri) => resultAt(uri))));

    expect(notes).toEqual([]);
    expect(claims.map(({ path }) => path)).toEqual(uris.map(() => "a/x y.py"));
  });

  it("say why they can't be used, and one odd result costs no other", () => {
    const odd = [
      null,
      17,
      { ruleId: "R1" },
      resultAt("a.py", { kind: "pass" }),
      resultAt("a.py", { level: "none" }),
      resultAt("a.py", { baselineState: "absent" }),
      resultAt("a.py", { suppressions: [{ kind: "inSource" }] }),
      resultAt("a.py", { ruleId: "other" }),
      resultAt("a.py", { message: 17, properties: [], level: 4 }),
    ];

    const { claims, notes } = read(logOf(odd));

    expect(claims).toMatchObject([{ path: "a.py", severity: "medium", title: "Reported without words" }]);
    expect(notes.map((note) => note.replace(/^x\.sarif: \d+ results? left out: /, ""))).toEqual([
      "not understood",
      "their file is outside the repository, or not named",
      "no weakness by their own words",
      "fixed by their own words",
      "suppressed in their tool",
      "no CWE says what kind of weakness it is",
    ]);
  });

  it("are bounded in number and in words", () => {
    const { claims, notes } = read(
      logOf(Array.from({ length: 20_005 }, () => resultAt("a.py", { message: { text: "x ".repeat(5000) } }))),
    );

    expect(claims).toHaveLength(20_000);
    expect(claims[0]?.title.length).toBeLessThanOrEqual(140);
    expect(claims[0]?.reason.length).toBeLessThanOrEqual(800);
    expect(notes).toEqual(["x.sarif: 5 results left out: over 20000 in one file"]);
  });

  it("have their message filled in, their links as words, and their severity by GitHub's bands", () => {
    const rules = [
      {
        id: "py/sql",
        messageStrings: { main: { text: "This [query](1) depends on {0}." } },
        properties: { tags: ["external/cwe/cwe-089"], "security-severity": "8.8", precision: "high" },
      },
    ];
    const extensions = [{ name: "queries", rules }];
    const result = resultAt("a.py", {
      ruleId: undefined,
      rule: { id: "py/sql" },
      message: { id: "main", arguments: ["a name"] },
    });
    const text = logOf([result], { tool: { driver: { name: "CodeQL" }, extensions } });

    const { claims } = read(text);

    expect(claims).toMatchObject([
      { tool: "CodeQL", id: "py/sql", weaknesses: ["CWE-89"], severity: "high", title: "This query depends on a name" },
    ]);
  });

  it("are read as bandit and semgrep write them", async () => {
    const files = ["bandit-1.9.4.sarif.json", "semgrep-1.182.0.sarif.json"].map((name) => join(FIXTURES, name));

    const { claims, notes } = await readSarifFiles(files, undefined);

    expect(notes).toEqual([]);
    expect(claims.map(({ tool, weaknesses, path, place }) => [tool, weaknesses[0], path, place.startLine])).toEqual([
      ["Bandit", "CWE-78", "src/shop.py", 2],
      ["Bandit", "CWE-89", "src/shop.py", 14],
      ["Bandit", "CWE-20", "src/shop.py", 20],
      ["Bandit", "CWE-78", "src/shop.py", 24],
      ["Semgrep OSS", "CWE-89", "src/shop.py", 14],
      ["Semgrep OSS", "CWE-502", "src/shop.py", 20],
    ]);
    expect(readFileSync(join(FIXTURES, "shop.py"), "utf8").split("\n")[13]).toBe(
      claims[1]?.place.snippet?.replace(/\n$/, ""),
    );
  });
});
