import { expect, it } from "@jest/globals";
import { asciiRegex, withAsciiRegexes } from "../../../../src/adapters/analysis/rules/ascii-regex.ts";

it.each([
  [String.raw`^\w+\(`, String.raw`^[0-9A-Za-z_]+\(`],
  [String.raw`[\w.\]]\d`, String.raw`[0-9A-Za-z_.\]][0-9]`],
  [String.raw`[^\w]\b`, String.raw`[^0-9A-Za-z_](?-u:\b)`],
  [String.raw`\\w\[\w`, String.raw`\\w\[[0-9A-Za-z_]`],
  [String.raw`[\[\w]`, String.raw`[\[0-9A-Za-z_]`],
  [String.raw`\W\S\.`, String.raw`\W\S\.`],
])("reads %s as %s", (written, ascii) => {
  expect(asciiRegex(written)).toBe(ascii);
});

it("changes regular expressions alone, however deep", () => {
  const rule = { any: [{ regex: String.raw`\d` }, { has: { pattern: String.raw`"\d"`, regex: "x" } }], nthChild: 1 };

  expect(withAsciiRegexes(rule)).toEqual({
    any: [{ regex: "[0-9]" }, { has: { pattern: String.raw`"\d"`, regex: "x" } }],
    nthChild: 1,
  });
});
