import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { isDocumentFolder } from "../src/adapters/analysis/documents/document-folders.ts";
import { DocumentRule } from "../src/adapters/analysis/documents/document-rule.ts";
import { digestOf, INDEX_FILE } from "../src/adapters/analysis/rules/rule-index.ts";
import { readRuleFile } from "../src/adapters/analysis/rules/read-rule-file.ts";
import { FlowModel } from "../src/adapters/analysis/flow/taint/model-schema.ts";
import { RuleFile, SharedUtils } from "../src/adapters/analysis/rules/rule-schema.ts";

/** Writes `knowledge/rules/index.json`, one line a file: what a start reads instead of YAML. */
const folder = fileURLToPath(new URL("../knowledge/rules", import.meta.url));
const files = globSync(["*/*.yml", "*/flow/*.yml"], { cwd: folder }).filter((path) => !path.endsWith(".test.yml"));
const lines = files.toSorted().map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const schema = schemaOf(file);
  const content = readRuleFile<unknown>(file, text, schema);
  return `${JSON.stringify(file)}: ${JSON.stringify({ digest: digestOf(text), content })}`;
});

function schemaOf(file: string): z.ZodType {
  if (isDocumentFolder(dirname(file))) return DocumentRule;
  if (file.includes("/flow/")) return FlowModel;
  return basename(file) === "utils.yml" ? SharedUtils : RuleFile;
}

writeFileSync(join(folder, INDEX_FILE), `{\n${lines.join(",\n")}\n}\n`);
