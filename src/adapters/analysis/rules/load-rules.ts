import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, extname, join } from "node:path";
import { UserError } from "../../../core/errors.ts";
import type { Language } from "../../../core/language.ts";
import type { RuleSummary } from "../../../core/analysis.ts";
import type { FlowModel } from "../flow/taint/model-schema.ts";
import { compileModels, type Models } from "../flow/taint/models.ts";
import { compileRule, type Rule } from "./compile-rule.ts";
import { digestOf, readRuleIndex, type RuleIndex } from "./rule-index.ts";
import type { RuleFile, Utils } from "./rule-schema.ts";

const require = createRequire(import.meta.url);
const OWN_EXTENSION = extname(import.meta.url);

const FOLDER_NAMES = ["python", "javascript", "java", "go", "c"] as const;
type Folder = (typeof FOLDER_NAMES)[number];

/** Which rules a language gets: the folder of its family. */
const FOLDERS: Partial<Record<Language, Folder>> = {
  python: "python",
  javascript: "javascript",
  typescript: "javascript",
  tsx: "javascript",
  java: "java",
  go: "go",
  c: "c",
  cpp: "c",
};

/** The rules of one folder tree. A language's files are read when it is first asked for. */
export type RuleSet = {
  of(language: Language): readonly Rule[];
  summaries(languages?: readonly Language[]): RuleSummary[];
};

const SHARED_UTILS = "utils.yml";
/** The subfolder with what is known of the language's libraries for following values. */
const FLOW_FOLDER = "flow";

/**
 * The rules under `folder`, one subfolder a language family.
 *
 * @throws UserError that names the file and the key, when one can't be read or isn't a rule: at first use of its language.
 */
export function loadRules(folder: string): RuleSet {
  const loaded = new Map<string, readonly Rule[]>();
  const index = readRuleIndex(folder);
  const load = (name: Folder): readonly Rule[] => {
    const rules = loaded.get(name) ?? loadFolder(folder, name, index);
    loaded.set(name, rules);
    return rules;
  };
  return {
    of: (language) => {
      const name = FOLDERS[language];
      return name ? load(name) : [];
    },
    summaries(languages) {
      const names =
        languages === undefined ? FOLDER_NAMES : new Set(languages.flatMap((language) => FOLDERS[language] ?? []));
      return [...names].flatMap((name) => load(name).map((rule) => rule.summary));
    },
  };
}

function loadFolder(root: string, name: Folder, index: RuleIndex): Rule[] {
  const files = filesIn(join(root, name));
  let models: Models | undefined;
  const modelsOnce = (): Models => (models ??= readModels(root, `${name}/${FLOW_FOLDER}`, index));
  const shared = files.includes(SHARED_UTILS) ? readUtils(root, `${name}/${SHARED_UTILS}`, index) : {};
  return files
    .filter((file) => file.endsWith(".yml") && !file.endsWith(".test.yml") && file !== SHARED_UTILS)
    .map((file) => readRule(root, name, file, { shared, models: modelsOnce }, index));
}

type OfFolder = { shared: Utils; models: () => Models };

function readRule(root: string, name: Folder, file: string, { shared, models }: OfFolder, index: RuleIndex): Rule {
  const path = join(root, name, file);
  const { text, known } = lookUp(root, `${name}/${file}`, index);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the index holds what the schema gave for this very text
  if (known) return compileRule(known as RuleFile, name, shared, path, models);
  const content = readers().readRuleFile(path, text, readers().RuleFile);
  const id = `${name}-${basename(file, ".yml")}`;
  if (content.id !== id) throw new UserError(`${path}: id: must be ${id}, as the folder and the file say`);
  const rule = compileRule(content, name, shared, path, models);
  // Its fixers are looked at as well: nobody has read this text before.
  void rule.fixes;
  return rule;
}

function readUtils(root: string, name: string, index: RuleIndex): Utils {
  const { text, known } = lookUp(root, name, index);
  const content = known ?? readers().readRuleFile(join(root, name), text, readers().SharedUtils);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the index holds what the schema gave for this very text
  return (content as { utils: Utils }).utils;
}

function readModels(root: string, folder: string, index: RuleIndex): Models {
  const files = filesIn(join(root, folder)).filter((file) => file.endsWith(".yml"));
  return compileModels(
    files.map((file) => {
      const { text, known } = lookUp(root, `${folder}/${file}`, index);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the index holds what the schema gave for this very text
      if (known) return known as FlowModel;
      return readers().readRuleFile(join(root, folder, file), text, readers().FlowModel);
    }),
  );
}

/** The text of a file, and what the index knows of that very text. */
function lookUp(root: string, name: string, index: RuleIndex): { text: string; known: unknown } {
  const path = join(root, name);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${path}: can't be read`, { cause: error });
  }
  const entry = Object.hasOwn(index, name) ? index[name] : undefined;
  return { text, known: entry?.digest === digestOf(text) ? entry.content : undefined };
}

/** Sorted, so that rules run in one order everywhere; a folder that isn't there has no rules. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new UserError(`${folder}: can't be read`, { cause: error });
  }
}

/** A parser of YAML and the schemas take longer to load than all indexed rules, so they are loaded when a text is new. */
function readers(): typeof import("./read-rule-file.ts") &
  typeof import("./rule-schema.ts") &
  typeof import("../flow/taint/model-schema.ts") {
  return {
    ...require(`./read-rule-file${OWN_EXTENSION}`),
    ...require(`./rule-schema${OWN_EXTENSION}`),
    ...require(`../flow/taint/model-schema${OWN_EXTENSION}`),
  };
}
