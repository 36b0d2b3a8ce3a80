import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../src/adapters/analysis/process.ts";
import { parse, type SgNode } from "../../src/adapters/analysis/parse.ts";
import { readSeeds } from "../../src/adapters/knowledge/seed-source.ts";
import type { Entry } from "../../src/core/knowledge.ts";
import { judgeExamples } from "../../src/core/knowledge/judge-examples.ts";
import { seedJudge } from "../../src/core/knowledge/seed.ts";
import { PARSED_LANGUAGES } from "../../src/core/language.ts";
import { cweTag } from "../../src/core/weakness.ts";

const ROOT = join(import.meta.dirname, "../../knowledge/practices");
const judge = seedJudge();
const files: { path: string; entry: Entry | undefined; refusals: unknown[] }[] = [];
for await (const file of readSeeds(ROOT)) {
  const { entries, refusals } = judge(file);
  files.push({ path: relative(ROOT, file.path), entry: entries[0]?.entry, refusals });
}

describe("the practices that come with the product", () => {
  it("are about thirty, and all are taken", () => {
    expect(files.flatMap(({ refusals }) => refusals)).toEqual([]);
    expect(files.length).toBeGreaterThanOrEqual(30);
  });

  it.each(files)("$path stands where its id and first weakness say", ({ path, entry }) => {
    const [folder = "", file = ""] = path.split("/");
    expect(file).toBe(`${entry?.id}.md`);
    expect(folder.startsWith(`${cweTag(entry?.weaknesses[0] ?? "")}-`)).toBe(true);
  });

  it.each(files)("$path has both sides of every example, references, and examples that parse", ({ entry }) => {
    expect(entry?.references.length).toBeGreaterThan(0);
    expect(entry?.examples.length).toBeGreaterThan(0);
    for (const { language, vulnerable, secure } of entry?.examples ?? []) {
      expect(vulnerable).toBeDefined();
      for (const code of [vulnerable ?? "", secure]) expect({ code, problems: problemsOf(language, code) }).toEqual({ code, problems: [] });
    }
  });

  it("show as secure what no rule reports", async () => {
    const analysis = openAnalysis({ rulesFolder: join(ROOT, "../rules"), fileTimeoutMs: 20_000 });

    const refusals = await Promise.all(
      files.map(async ({ entry }) => (entry ? (await judgeExamples(entry, analysis)).map((one) => ({ id: entry.id, ...one })) : [])),
    );
    await analysis.close();

    expect(refusals.flat()).toEqual([]);
  }, 60_000);

  it("cover the weaknesses that the first release promises", () => {
    const covered = new Set(files.flatMap(({ entry }) => entry?.weaknesses ?? []));
    const promised = [89, 78, 79, 22, 502, 798, 327, 328, 330, 338, 295, 352, 862, 863, 639, 918, 611, 601, 434, 94, 95, 20, 190];
    promised.push(787, 120, 125, 416, 476, 732, 400, 770, 347, 614, 1004, 117, 200, 209, 287, 306, 1321, 943);
    expect(promised.filter((number) => !covered.has(`CWE-${number}`))).toEqual([]);
  });

  it("would not pass with an example that is broken", () => {
    expect(problemsOf("python", "def f(:\n    pass\n")).not.toEqual([]);
    expect(problemsOf("javascript", "function f( {}")).not.toEqual([]);
    expect(problemsOf("c", "int f(void) { return 1 }")).not.toEqual([]);
    expect(problemsOf("java", "class A { int b() { return 1; }")).not.toEqual([]);
    expect(problemsOf("go", "package a\n\nfunc f() int { return (1 }\n")).not.toEqual([]);
  });

  it("leave no file beside them that is not read", () => {
    const all = readdirSync(ROOT, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
    expect(all).toHaveLength(files.length);
  });
});

/** Kinds of the nodes that a parser makes where it can't read the text: errors, and tokens it had to invent. */
function problemsOf(language: string, code: string): string[] {
  const parsed = PARSED_LANGUAGES.find((one) => one === language);
  if (!parsed) return [`${language} has no parser here`];
  const problems: string[] = [];
  const visit = (node: SgNode): void => {
    const { start, end } = node.range();
    if (node.kind() === "ERROR") problems.push(`ERROR in line ${start.line + 1}`);
    else if (node.isLeaf() && start.index === end.index) problems.push(`${String(node.kind())} is missing in line ${start.line + 1}`);
    node.children().forEach(visit);
  };
  visit(parse(parsed, code));
  return problems;
}
