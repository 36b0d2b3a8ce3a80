import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { alertsOf } from "../../../../src/adapters/analysis/rules/alerts.ts";
import type { Rule } from "../../../../src/adapters/analysis/rules/compile-rule.ts";
import { loadRules, type RuleSet } from "../../../../src/adapters/analysis/rules/load-rules.ts";
import { shapesOf } from "../../../../src/adapters/analysis/rules/shapes.ts";
import { parse, type SgNode } from "../../../../src/adapters/analysis/parse.ts";
import type { Source } from "../../../../src/core/analysis.ts";
import { isParsed, type ParsedLanguage } from "../../../../src/core/language.ts";
import { applyEdits } from "../../../../src/core/text.ts";

const ROOT = join(import.meta.dirname, "../../../../knowledge/rules");
const RuleTest = z.strictObject({
  flagged: z.array(z.string()).min(1),
  silent: z.array(z.string()).min(1),
  /** `path`: for the checks, where a language has several grammars. */
  fixed: z.array(z.strictObject({ before: z.string(), after: z.string(), path: z.string().optional() })).default([]),
});

/** The languages of each folder, the plainest first: an example is read by the first grammar that takes it. */
const LANGUAGES: Record<string, ParsedLanguage[]> = {
  python: ["python"],
  javascript: ["javascript", "typescript", "tsx"],
  java: ["java"],
  go: ["go"],
  c: ["c", "cpp"],
};

const rules = loadRules(ROOT);
const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
for (const { name: folder } of folders) {
  const language = LANGUAGES[folder]?.[0] ?? "text";
  try {
    for (const rule of rules.of(language)) describe(`rule ${rule.id}`, () => storyOf(rule, folder));
  } catch (error) {
    it(`loads the rules of ${folder}`, () => Promise.reject(error));
  }
}

function storyOf(rule: Rule, folder: string): void {
  const path = join(ROOT, folder, `${rule.id.slice(folder.length + 1)}.test.yml`);
  if (!existsSync(path)) {
    it("has a test file beside it", () => expect(path).toBe("there"));
    return;
  }
  const story = RuleTest.parse(parseYaml(readFileSync(path, "utf8")));
  const only: RuleSet = { of: () => [rule], summaries: () => [rule.summary] };
  const alertsIn = (source: Source) => alertsOf(treeOf(source), source, only, "all");

  it.each(story.flagged)("flags %j", (text) => {
    expect(alertsIn(sourceOf(text, folder)).length).toBeGreaterThan(0);
  });
  it.each(story.silent)("is silent on %j", (text) => {
    expect(alertsIn(sourceOf(text, folder)).map((alert) => alert.quote)).toEqual([]);
  });
  it("has an example of its fix where it has one", () => {
    expect(story.fixed.length > 0).toBe(rule.fixes.length > 0);
  });
  if (story.fixed.length === 0) return;
  it.each(story.fixed)("repairs $before", ({ before, after }) => {
    const source = sourceOf(before, folder);

    const alert = alertsIn(source)[0];
    const repaired = { ...source, text: applyEdits(before, alert?.fixes[0]?.edits ?? []) };

    expect(repaired.text).toBe(after);
    expect(alertsIn(repaired)).toEqual([]);
    expect(isWhole(repaired)).toBe(true);
    if (rule.secure.length > 0) {
      const shapes = shapesOf(treeOf(repaired), repaired, only, [rule.id]);
      expect(shapes.length).toBeGreaterThan(0);
    }
  });
  it.each(story.fixed)("keeps the line endings of $before", ({ before, after }) => {
    const source = sourceOf(before.replaceAll("\n", "\r\n"), folder);

    const edits = alertsIn(source)[0]?.fixes[0]?.edits ?? [];

    expect(applyEdits(source.text, edits)).toBe(after.replaceAll("\n", "\r\n"));
  });
}

function sourceOf(text: string, folder: string): Source {
  const languages = LANGUAGES[folder] ?? [];
  const sources = languages.map((language): Source => ({ path: `example.${folder}`, language, text }));
  const found = sources.find(isWhole) ?? sources[0];
  if (!found) throw new Error(`no language for ${folder}`);
  return found;
}

function isWhole(source: Source): boolean {
  return !treeOf(source).has({ rule: { kind: "ERROR" } });
}

function treeOf({ language, text }: Source): SgNode {
  if (!isParsed(language)) throw new Error(`no parser for ${language}`);
  return parse(language, text);
}
