import { fileURLToPath } from "node:url";
import { loadDocumentRules } from "../../src/adapters/analysis/documents/load-document-rules.ts";
import { loadRules } from "../../src/adapters/analysis/rules/load-rules.ts";
import { labelledFindings } from "./labelled-findings.ts";
import { ruleRecords } from "./rule-records.ts";
import { ruleTable } from "./rule-table.ts";
import { SETS } from "./score-sets.ts";

const RULES = fileURLToPath(new URL("../../knowledge/rules", import.meta.url));

/** The page on single rules, from one scan of all labelled sets. */
export function measureRules(scratch: string, day: string): string {
  const summaries = [...loadRules(RULES).summaries(), ...loadDocumentRules(RULES).summaries()];
  const rules = [...new Map(summaries.map((rule) => [rule.id, rule])).values()];
  return ruleTable(ruleRecords(labelledFindings(SETS, scratch)), rules, day);
}
