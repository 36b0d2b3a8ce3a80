import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { coveragePage } from "../tools/coverage-page.ts";

const root = join(import.meta.dirname, "..");

/** White space in tables is the formatter's. */
const folded = (text: string) => text.replace(/[ \t]+/g, " ").replace(/-{3,}/g, "---");

it("docs/coverage.md is what the rules say (npm run rules writes it)", () => {
  const page = folded(coveragePage(join(root, "knowledge/rules")));

  expect(folded(readFileSync(join(root, "docs/coverage.md"), "utf8"))).toBe(page);
});

it("docs/coverage.md says nothing of a weakness as absent that a rule reports", () => {
  const rows = coveragePage(join(root, "knowledge/rules"))
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.includes("CWE-"));

  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((row) => row.split("|").length !== 11)).toEqual([]);
});
