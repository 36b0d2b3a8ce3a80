import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { loadRules } from "../../../../src/adapters/analysis/rules/load-rules.ts";

const RULE = `
id: python-example
title: An example
weakness: cwe-089
severity: high
tier: speaks
message: Twenty characters and a few more.
prefilter: [run]
match: { rule: { pattern: run($X) } }
fixes: [{ title: walks, rewrite: walk.safely($X), imports: [import walk] }]
secure: [{ rule: { pattern: stroll($X) } }]
vocabulary: [limp]
`;

/** A rules folder with one Python rule of this text. */
function folderWith(text: string, name = "example.yml"): string {
  const folder = mkdtempSync(join(tmpdir(), "rules-"));
  mkdirSync(join(folder, "python"));
  writeFileSync(join(folder, "python", name), text);
  return folder;
}

describe("loading rules", () => {
  it("has no rules where there is no folder", () => {
    const rules = loadRules(join(tmpdir(), "not-there"));

    expect(rules.of("python")).toEqual([]);
    expect(rules.of("text")).toEqual([]);
    expect(rules.summaries()).toEqual([]);
  });

  it.each([
    ["an unknown key", RULE + "colour: red", /example\.yml: .*colour/],
    ["a missing prefilter", RULE.replace("prefilter: [run]", ""), /example\.yml: prefilter: /],
    ["a weakness that is none", RULE.replace("cwe-089", "sql"), /example\.yml: weakness: not a CWE number/],
    ["an id that isn't its place's", RULE.replace("python-example", "python-other"), /id: must be python-example/],
    ["YAML that isn't", RULE + "\n  - [", /example\.yml: /],
    ["a fixer that isn't there", RULE.replace("rewrite: walk.safely($X)", "use: nobody"), /there is no fixer nobody/],
    [
      "options that a fixer doesn't take",
      RULE.replace("rewrite: walk.safely($X)", "use: path-guard, with: { a: 1 }"),
      /path-guard/,
    ],
    ["a flow without a source", RULE.replace("match: {", "match: { flow: [{ into: X }],"), /says no source/],
    ["an alias bomb", `${RULE}references: [&a [x], ${"*a, ".repeat(200)}]`, /example\.yml: /],
  ])("refuses %s and names file and key", (_, text, message) => {
    const rules = loadRules(folderWith(text));

    expect(() => rules.of("python")).toThrow(message);
  });

  it("says in the summary what a repair may bring", () => {
    const [summary] = loadRules(folderWith(RULE)).summaries();

    expect(summary).toMatchObject({
      id: "python-example",
      language: "python",
      weakness: "CWE-89",
      hasFix: true,
      hasShape: true,
    });
    expect(summary?.vocabulary).toEqual(expect.arrayContaining(["limp", "stroll", "walk", "walk.safely", "safely"]));
  });
});
