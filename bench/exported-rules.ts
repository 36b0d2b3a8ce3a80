import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadRules } from "../src/adapters/analysis/rules/load-rules.ts";
import type { ParsedLanguage } from "../src/core/language.ts";

const LANGUAGES: Record<ParsedLanguage, string> = {
  python: "Python",
  javascript: "JavaScript",
  typescript: "TypeScript",
  tsx: "Tsx",
  go: "Go",
  java: "Java",
  c: "C",
  cpp: "Cpp",
};

/**
 * Our rules as ast-grep's command line takes them: the very objects that we hand to ast-grep, once for each language
 * they run on. What is ours alone stays out: `flow`, the prefilter, fixes and secure shapes.
 */
export function exportRules(folder: string, which: "all" | "without flow"): { configFile: string; rules: number } {
  const set = loadRules(fileURLToPath(new URL("../knowledge/rules", import.meta.url)));
  mkdirSync(join(folder, "rules"), { recursive: true });
  let rules = 0;
  for (const [language, name] of Object.entries(LANGUAGES)) {
    for (const { id, matcher } of set.of(language as ParsedLanguage)) {
      if (which === "without flow" && matcher.flow.length > 0) continue;
      const rule = { id: `${id}-${language}`, language: name, severity: "warning", message: id, ...matcher.config };
      // JSON is YAML.
      writeFileSync(join(folder, "rules", `${rule.id}.yml`), JSON.stringify(rule));
      rules++;
    }
  }
  const configFile = join(folder, "sgconfig.yml");
  writeFileSync(configFile, "ruleDirs: [rules]\n");
  return { configFile, rules };
}
