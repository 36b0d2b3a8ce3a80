import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Cwe } from "../src/core/weakness.ts";
import { familyOfWeakness } from "../src/core/weakness-family.ts";
import { DOES_NOT_OCCUR, FOUND_OTHERWISE, NOT_VISIBLE, WEAKNESS_NAMES } from "./coverage-facts.ts";

/** What the page needs to know of a rule file; all else is the engine's. */
const RuleFacts = z.object({
  weakness: Cwe,
  tier: z.enum(["speaks", "hints"]),
  fixes: z.array(z.unknown()).optional(),
});

const COLUMNS = {
  python: "Python",
  javascript: "JavaScript, TypeScript",
  java: "Java",
  go: "Go",
  c: "C, C++",
  workflow: "Workflows",
  dockerfile: "Dockerfiles",
  text: "Any text",
} as const;
type Column = keyof typeof COLUMNS;

/** From the most to the least that is done. */
const MARKS = ["repaired", "detected", "suspected", "not visible", "doesn't occur", "no rule", ""] as const;
type Mark = (typeof MARKS)[number];

/** `docs/coverage.md`, from the rule files in `folder` and the facts beside this file. */
export function coveragePage(folder: string): string {
  const cells = new Map<number, Map<Column, Mark>>();
  const mark = (weakness: number, column: string, value: Mark) => {
    if (!isColumn(column)) return;
    const row = cells.get(weakness) ?? new Map<Column, Mark>();
    const before = row.get(column) ?? "";
    if (MARKS.indexOf(value) < MARKS.indexOf(before)) row.set(column, value);
    cells.set(weakness, row);
  };
  const rules = readRules(folder);
  for (const rule of rules) mark(rowOf(Number(rule.weakness.slice(4))), rule.column, markOf(rule));
  for (const { weakness, columns } of FOUND_OTHERWISE)
    for (const column of columns) mark(rowOf(weakness), column, "detected");
  for (const { weaknesses, columns } of NOT_VISIBLE)
    for (const weakness of weaknesses) for (const column of columns) mark(rowOf(weakness), column, "not visible");
  for (const { weaknesses, columns } of DOES_NOT_OCCUR)
    for (const weakness of weaknesses) for (const column of columns) mark(rowOf(weakness), column, "doesn't occur");
  return render(cells, rules.length);
}

function readRules(folder: string): (z.infer<typeof RuleFacts> & { column: string })[] {
  const files = globSync("*/*.yml", { cwd: folder }).filter((path) => !/\.test\.yml$|\/utils\.yml$/.test(path));
  return files.toSorted().map((file) => ({
    column: dirname(file),
    ...RuleFacts.parse(parse(readFileSync(join(folder, file), "utf8"))),
  }));
}

/** A repair that nobody sees without `--all` is not counted as one. */
function markOf({ tier, fixes }: z.infer<typeof RuleFacts>): Mark {
  if (tier === "hints") return "suspected";
  return fixes && fixes.length > 0 ? "repaired" : "detected";
}

/** Near relatives share a row, as they share findings. */
function rowOf(weakness: number): number {
  return Number(familyOfWeakness(`CWE-${weakness}`).slice(4));
}

function isColumn(name: string): name is Column {
  return Object.hasOwn(COLUMNS, name);
}

const LANGUAGES = new Set<Column>(["python", "javascript", "java", "go", "c"]);

function render(cells: ReadonlyMap<number, ReadonlyMap<Column, Mark>>, rules: number): string {
  const columns = Object.keys(COLUMNS).filter(isColumn);
  const rows = [...cells]
    .toSorted(([a], [b]) => a - b)
    .map(([weakness, row]) => {
      // In workflows and Dockerfiles most weaknesses make no sense: an empty cell says so.
      const marks = columns.map((column) => row.get(column) ?? (LANGUAGES.has(column) ? "no rule" : ""));
      return `| ${[weaknessCell(weakness), ...marks].join(" | ")} |`;
    });
  const amounts = MARKS.slice(0, 3).map(
    (mark) =>
      `${[...cells.values()].flatMap((row) => [...row.values()]).filter((each) => each === mark).length} ${mark}`,
  );
  const reasons = NOT_VISIBLE.flatMap(({ weaknesses, why }) =>
    weaknesses.map((weakness) => `- ${WEAKNESS_NAMES[rowOf(weakness)] ?? `CWE-${weakness}`}: ${why}.`),
  );
  return `# What is found without a model

Written by \`npm run rules\` from the ${rules} rules in \`knowledge/rules/\`; a test keeps it up to date. Weaknesses that reviewers name interchangeably share a row. Cells: ${amounts.join(", ")}.

- **repaired**: reported, and at least one of its forms has a rewrite that goes through all checks
- **detected**: reported, with advice
- **suspected**: told to the model, and reported with \`--all\` only
- **not visible**: rules on one file can't tell it from code that is right; a model may
- **doesn't occur**: the language, or what it is used for, leaves no room for it
- **no rule**: it can occur, and no rule looks for it yet

"Detected" does not mean that every form is found: how many are is measured in [benchmarks.md](benchmarks.md).

| Weakness | ${columns.map((column) => COLUMNS[column]).join(" | ")} |
|${" --- |".repeat(columns.length + 1)}
${rows.join("\n")}

## Not visible, and why

${[...new Set(reasons)].join("\n")}

A model that is named examines every unit for these too, and what it claims is checked against the code.
`;
}

function weaknessCell(weakness: number): string {
  const link = `[CWE-${weakness}](https://cwe.mitre.org/data/definitions/${weakness}.html)`;
  const name = WEAKNESS_NAMES[weakness];
  return name ? `${name} (${link})` : link;
}
