import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import type { RuleSummary } from "../../../core/analysis.ts";
import { UserError } from "../../../core/errors.ts";
import type { Language } from "../../../core/language.ts";
import { digestOf, readRuleIndex, type RuleIndex } from "../rules/rule-index.ts";
import { DOCUMENT_FOLDERS, documentFoldersOf, LANGUAGE_OF_FOLDER, type DocumentFolder } from "./document-folders.ts";
import type { DocumentRule } from "./document-rule.ts";

const require = createRequire(import.meta.url);
const OWN_EXTENSION = extname(import.meta.url);

/** The rules for texts without a grammar, and those for any text. A folder's files are read when it is first asked for. */
export type DocumentRules = {
  in(folder: DocumentFolder): readonly DocumentRule[];
  summaries(languages?: readonly Language[]): RuleSummary[];
};

/** @throws UserError that names the file and the key, when one isn't a rule: at first use of its folder. */
export function loadDocumentRules(root: string): DocumentRules {
  const loaded = new Map<DocumentFolder, readonly DocumentRule[]>();
  const index = readRuleIndex(root);
  const load = (folder: DocumentFolder): readonly DocumentRule[] => {
    const rules = loaded.get(folder) ?? readFolder(root, folder, index);
    loaded.set(folder, rules);
    return rules;
  };
  return {
    in: load,
    summaries(languages) {
      const folders = languages === undefined ? DOCUMENT_FOLDERS : new Set(languages.flatMap(documentFoldersOf));
      return [...folders].flatMap((folder) => load(folder).map((rule) => summaryOf(rule, folder)));
    },
  };
}

function readFolder(root: string, folder: DocumentFolder, index: RuleIndex): DocumentRule[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  const files = readdirSync(path).filter((file) => file.endsWith(".yml") && !file.endsWith(".test.yml"));
  return files.toSorted().map((file) => readRule(root, folder, file, index));
}

function readRule(root: string, folder: DocumentFolder, file: string, index: RuleIndex): DocumentRule {
  const path = join(root, folder, file);
  const text = readFileSync(path, "utf8");
  const key = `${folder}/${file}`;
  const known = Object.hasOwn(index, key) ? index[key] : undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the index holds what the schema gave for this very text
  if (known?.digest === digestOf(text)) return known.content as DocumentRule;
  const rule = readers().readRuleFile(path, text, readers().DocumentRule);
  const id = `${folder}-${basename(file, ".yml")}`;
  if (rule.id !== id) throw new UserError(`${path}: id: must be ${id}, as the folder and the file say`);
  return rule;
}

function summaryOf(rule: DocumentRule, folder: DocumentFolder): RuleSummary {
  const { id, weakness, severity, tier, title, message, references, vocabulary, fix } = rule;
  return {
    id,
    weakness,
    severity,
    tier,
    title,
    message,
    references,
    vocabulary,
    language: LANGUAGE_OF_FOLDER[folder],
    hasFix: fix !== undefined,
    hasShape: false,
  };
}

/** Loaded when a text is new: the index spares a start the parser of YAML and the schema. */
function readers(): typeof import("../rules/read-rule-file.ts") & typeof import("./document-rule.ts") {
  return { ...require(`../rules/read-rule-file${OWN_EXTENSION}`), ...require(`./document-rule${OWN_EXTENSION}`) };
}
