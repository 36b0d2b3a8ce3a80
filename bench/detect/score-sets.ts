import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rowsOf, SCORE } from "./shared-data.ts";
import type { Tally } from "./tally.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/reflexgen.js", import.meta.url));

export const SETS = [
  "codeql_help_pairs",
  "codeql_help_mixed",
  "sven_pairs",
  "codeql_tests",
  "gosec",
  "ast_grep",
  "dlint",
  "bandit_examples",
  "eslint_security",
  "devskim",
] as const;

/** The languages that have rules here; TypeScript's are JavaScript's, and YAML means workflows. */
const LANGUAGES: Readonly<Record<string, string>> = {
  python: "Python",
  javascript: "JavaScript, TypeScript",
  typescript: "JavaScript, TypeScript",
  java: "Java",
  go: "Go",
  c: "C, C++",
  cpp: "C, C++",
  yaml: "Workflows",
};

/** One part of the data, and what was counted there. */
export type Part = { set: string; language: string; weakness: string; tally: Tally };

/** Runs the scorer once over all sets, taken apart by set, language and weakness, so that each part is counted by itself. */
export function scoreSets(scratch: string, words: readonly string[]): Part[] {
  const parts = SETS.flatMap((set) => {
    const rows = rowsOf(set).filter(({ language }) => language in LANGUAGES);
    return [...Map.groupBy(rows, ({ language, cwe }) => `${LANGUAGES[language]}\0${cwe ?? "no CWE"}`)].map(
      ([key, own]) => {
        const [language = "", weakness = ""] = key.split("\0");
        return { set, language, weakness, own };
      },
    );
  });
  const files = parts.map(({ own }, index) => {
    const file = join(scratch, `part-${index}.jsonl`);
    writeFileSync(file, own.map((row) => `${JSON.stringify(row)}\n`).join(""));
    return file;
  });
  const out = join(scratch, `table-${words.length}.json`);
  const scan = [process.execPath, PROGRAM, "scan", ...words, "--sarif", "{out}", "{dir}"];
  const done = spawnSync(process.execPath, [SCORE, "detect", "--json", out, ...files, "--", ...scan], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      REFLEXGEN_HOME: join(scratch, "home"),
      REFLEXGEN_MODEL: "",
      QDRANT_URL: "",
      NODE_OPTIONS: "",
    },
  });
  if (done.status !== 0) throw new Error(`the scorer ended with ${done.status}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the scorer wrote a moment ago
  const { table } = JSON.parse(readFileSync(out, "utf8")) as { table: Record<string, Tally> };
  return parts.flatMap(({ set, language, weakness }, index) => {
    const tally = table[`part-${index}`];
    return tally ? [{ set, language, weakness, tally }] : [];
  });
}
