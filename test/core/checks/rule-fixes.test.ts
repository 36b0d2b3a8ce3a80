import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { checked, failures, openRealAnalysis } from "./setting.ts";

const RULES = new URL("../../../knowledge/rules/", import.meta.url);
const PATHS = {
  python: "src/example.py",
  javascript: "src/example.js",
  java: "src/example.java",
  go: "src/example.go",
  c: "src/example.c",
  workflow: ".github/workflows/example.yml",
  dockerfile: "Dockerfile",
};
const Examples = z.object({
  path: z.string().optional(),
  fixed: z.array(z.object({ before: z.string(), after: z.string(), path: z.string().optional() })).default([]),
});

const analysis = openRealAnalysis();
afterAll(() => analysis.close());

describe("a rule's own repair passes every check", () => {
  for (const [folder, usual] of Object.entries(PATHS)) {
    const examples = readdirSync(new URL(`${folder}/`, RULES))
      .filter((name) => name.endsWith(".test.yml"))
      .flatMap((name) => {
        const { fixed, path } = Examples.parse(parse(readFileSync(new URL(`${folder}/${name}`, RULES), "utf8")));
        return fixed.map((example) => ({ path, ...example, rule: `${folder}-${name.slice(0, -".test.yml".length)}` }));
      });

    it(`of ${folder}: ${examples.length} examples`, async () => {
      const refused: string[] = [];

      for (const { rule, before, after, path = usual } of examples) {
        let report = await checked(analysis, { path, before, after, rule });
        if (report.defects.length === 0) report = await checked(analysis, { path, before, after, rule, whole: true });
        if (report.reached !== "L3")
          refused.push(`${rule}: ${failures(report).join("; ") || `reached ${report.reached}`}`);
      }

      expect(refused).toEqual([]);
    }, 60_000);
  }
});
