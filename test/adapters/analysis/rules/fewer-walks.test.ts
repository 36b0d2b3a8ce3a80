import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { parse as parseYaml } from "yaml";
import { openFlow } from "../../../../src/adapters/analysis/flow/open-flow.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import { matchesOf } from "../../../../src/adapters/analysis/rules/alerts.ts";
import type { Rule } from "../../../../src/adapters/analysis/rules/compile-rule.ts";
import { firstLook } from "../../../../src/adapters/analysis/rules/first-look.ts";
import { loadRules } from "../../../../src/adapters/analysis/rules/load-rules.ts";
import { mentions } from "../../../../src/adapters/analysis/rules/mentions.ts";

const FOLDER = fileURLToPath(new URL("../../../../knowledge/rules", import.meta.url));
const CHUNK = 12_000;
const CHUNKS = 5;
const rules = loadRules(FOLDER);

/** All flagged examples of a language's rules, many to a text, so that many rules find something in each. */
function textsOf(language: string): string[] {
  const folder = join(FOLDER, language);
  const examples = readdirSync(folder)
    .filter((file) => file.endsWith(".test.yml"))
    .flatMap((file): string[] => parseYaml(readFileSync(join(folder, file), "utf8")).flagged ?? [])
    .filter((each) => typeof each === "string");
  const texts: string[] = [];
  for (let at = 0, text = ""; at < examples.length; at += 1) {
    text += `${examples[at]}\n`;
    if (text.length < CHUNK && at < examples.length - 1) continue;
    texts.push(text);
    text = "";
  }
  return texts.slice(0, CHUNKS);
}

describe.each(["python", "javascript", "java", "go", "c"] as const)(
  "what is asked before a walk, in %s",
  (language) => {
    it("never keeps a rule from what it would find", () => {
      const missed: string[] = [];
      let matches = 0;

      for (const text of textsOf(language)) {
        const root = parse(language, text);
        const flow = openFlow(root, language);
        const { holds } = mentions(text);
        const all = rules.of(language);
        const found = firstLook(root, all, Infinity);
        const miss = (rule: Rule, why: string) => missed.push(`${rule.id}: ${why}`);
        for (const rule of all) {
          const { flow: flows, needs, probe } = rule.matcher;
          if (matchesOf(root, rule.matcher, flow).length === 0) continue;
          matches += 1;
          if (!needs().every((need) => need.some(holds))) miss(rule, "needs more than is there");
          if (!flows.every((each) => flow.mayHold(each))) miss(rule, "no source");
          if (!found.has(rule)) miss(rule, "not seen at the first look");
          if (probe && matchesOf(root, { ...rule.matcher, config: probe }, flow).length === 0)
            miss(rule, "not by its probe");
        }
      }

      expect(matches).toBeGreaterThan(40);
      expect(missed).toEqual([]);
    });
  },
);
