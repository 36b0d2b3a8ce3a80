import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { UserError } from "../../../core/errors.ts";
import type { Language } from "../../../core/language.ts";
import type { RuleSummary } from "../../../core/analysis.ts";
import { compileRule, type Rule } from "./compile-rule.ts";
import { RuleFile, SharedUtils } from "./rule-schema.ts";

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

/**
 * The rules under `folder`, one subfolder a language family.
 *
 * @throws UserError that names the file and the key, when one can't be read or isn't a rule: at first use of its language.
 */
export function loadRules(folder: string): RuleSet {
  const loaded = new Map<string, readonly Rule[]>();
  const load = (name: Folder): readonly Rule[] => {
    const rules = loaded.get(name) ?? loadFolder(folder, name);
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

function loadFolder(root: string, name: Folder): Rule[] {
  const folder = join(root, name);
  const files = filesIn(folder);
  const shared = files.includes(SHARED_UTILS) ? readYaml(join(folder, SHARED_UTILS), SharedUtils).utils : {};
  const rules = files
    .filter((file) => file.endsWith(".yml") && !file.endsWith(".test.yml") && file !== SHARED_UTILS)
    .map((file) => {
      const rule = readYaml(join(folder, file), RuleFile);
      const id = `${name}-${basename(file, ".yml")}`;
      if (rule.id !== id)
        throw new UserError(`${join(folder, file)}: id: must be ${id}, as the folder and the file say`);
      return compileRule(rule, name, shared, join(folder, file));
    });
  return rules;
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

function readYaml<T>(path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = parse(readFileSync(path, "utf8"), { maxAliasCount: 20 });
  } catch (error) {
    throw new UserError(`${path}: ${error instanceof Error ? error.message.split("\n")[0] : "can't be read"}`, {
      cause: error,
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`);
  throw new UserError(`${path}: ${reasons.join("; ")}`);
}
