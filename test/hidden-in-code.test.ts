import { join } from "node:path";
import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { openAnalysis } from "../src/adapters/analysis/process.ts";
import { DEFAULT_LIMITS } from "../src/core/limits.ts";
import { markedFinding } from "../src/core/mark.ts";
import { placeAll } from "../src/core/placement.ts";
import { DEFAULT_POLICY } from "../src/core/policy.ts";
import { openRedactor } from "../src/core/redaction.ts";
import { reviewChange } from "../src/core/review-change.ts";
import type { Review } from "../src/core/review.ts";
import { linesOf } from "../src/core/text.ts";
import { openWords } from "../src/report/words.ts";
import { budgetOf, changedFile, changeOf } from "./fakes.ts";

jest.setTimeout(300_000);

const analysis = openAnalysis({ rulesFolder: join(import.meta.dirname, "../knowledge/rules") });
afterAll(() => analysis.close());

const words = openWords({
  ref: { installation: 1, repository: 2, number: 3 },
  secrets: ["a secret of the operator, long enough"],
});
const SHA = "0123456789abcdef0123456789abcdef01234567";

function review(files: ReturnType<typeof changedFile>[], policy = {}): Promise<Review> {
  return reviewChange(changeOf(files, {}), {
    analysis,
    redactor: openRedactor(),
    budget: budgetOf(),
    limits: DEFAULT_LIMITS,
    concurrency: 2,
    all: false,
    onlyAi: false,
    explain: false,
    progress: () => {},
    random: () => 0.5,
    policy: { ...DEFAULT_POLICY, ...policy },
  });
}

/** Code points that hide, turn around or pretend, and a line of each language that they are put into. */
const HIDDEN = [
  "\u202A",
  "\u202B",
  "\u202D",
  "\u202E",
  "\u2066",
  "\u2067",
  "\u2068",
  "\u200B",
  "\u200C",
  "\u200D",
  "\u2060",
  "\uFEFF",
  "\u00AD",
  "\u180E",
  "\u3164",
  "\u115F",
  "\u0430",
  "\u0435",
  "\u043E",
  "\u0440",
  "\u0441",
  "\u0445",
  "\u0456",
  "\u03BF",
  "\u0501",
  "\u0455",
  "\u{E0041}\u{E0042}",
  "\u{E0061}\u{E007F}",
  "\u{E0100}",
  "\u{E0101}",
];
const PLACES: Record<string, (hidden: string) => string> = {
  py: (hidden) => `def is_admin(user):\n    ac${hidden}cess = user.role == "admin"\n    return ac${hidden}cess\n`,
  js: (hidden) =>
    `export function isAdmin(user) {\n  const ac${hidden}cess = user.role === "admin";\n  return ac${hidden}cess;\n}\n`,
  go: (hidden) =>
    `package shop\n\nfunc isAdmin(role string) bool {\n\tac${hidden}cess := role == "admin"\n\treturn ac${hidden}cess\n}\n`,
  java: (hidden) =>
    `class A {\n  boolean isAdmin(String role) {\n    boolean ac${hidden}cess = role.equals("admin");\n    return ac${hidden}cess;\n  }\n}\n`,
  ts: (hidden) =>
    `export const isAdmin = (role: string): boolean => {\n  const ac${hidden}cess = role === "admin";\n  return ac${hidden}cess;\n};\n`,
  c: (hidden) => `int is_admin(int role) {\n  int ac${hidden}cess = role == 1;\n  return ac${hidden}cess;\n}\n`,
  rb: (hidden) => `def admin?(role)\n  ac${hidden}cess = role == "admin"\n  ac${hidden}cess\nend\n`,
  rs: (hidden) => `fn is_admin(role: u8) -> bool {\n    let ac${hidden}cess = role == 1;\n    ac${hidden}cess\n}\n`,
  php: (hidden) =>
    `<?php\nfunction is_admin($role) {\n  $ac${hidden}cess = $role === "admin";\n  return $ac${hidden}cess;\n}\n`,
  cs: (hidden) =>
    `class A {\n  bool IsAdmin(string role) {\n    var ac${hidden}cess = role == "admin";\n    return ac${hidden}cess;\n  }\n}\n`,
};

describe("three hundred files with characters that hide or pretend (P4)", () => {
  const files = Object.entries(PLACES).flatMap(([extension, place]) =>
    HIDDEN.map((hidden, at) => ({ hidden, file: changedFile(`src/file_${at}.${extension}`, place(hidden)) })),
  );

  it("are all flagged, and none of these characters stands in what is said of them", async () => {
    expect(files.length).toBeGreaterThanOrEqual(300);
    const { findings } = await review(
      files.map(({ file }) => file),
      { maxFiles: 3000, maxUnits: 5000 },
    );

    const flagged = new Set(findings.map(({ path }) => path));
    expect(files.filter(({ file }) => !flagged.has(file.path)).map(({ file }) => file.path)).toEqual([]);
    const said = files.flatMap(({ file }) => {
      const own = findings.filter(({ path }) => path === file.path);
      const diffRanges = [{ startLine: 1, endLine: linesOf(file.head).length }];
      return [
        ...placeAll(own, { head: file.head, diffRanges }).map((one) => words.lineComment(one, { headSha: SHA })),
        ...words.annotations(own).flatMap(({ title, message }) => [title, message]),
        JSON.stringify(own.map((finding) => markedFinding(finding).title)),
      ];
    });
    for (const text of said) expect(text).not.toMatch(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u);
  });
});

describe("who wrote it", () => {
  const weak = (at: number) =>
    `def find_${at}(request, db):\n    name = request.args["name"]\n    return db.execute("SELECT * FROM t WHERE n = '%s'" % name)\n`;
  const AUTHORS = [
    [],
    [{ author: "unknown" as const }],
    [{ author: "person" as const, name: "ada", trust: "claimed" as const }],
    [{ author: "person" as const, name: "ada", trust: "recorded" as const }],
    [{ author: "agent" as const, name: "Copilot", trust: "claimed" as const }],
  ];

  it.each([true, false])("hides nothing from rules, whatever its marks say (P14; onlyAi: %s)", async (onlyAi) => {
    const files = Array.from({ length: 100 }, (_, at) => ({
      ...changedFile(`shop/part_${at}.py`, weak(at)),
      provenance: AUTHORS[at % AUTHORS.length] ?? [],
    }));

    const { findings } = await review(files, { onlyAi });

    const found = new Set(findings.filter(({ weakness }) => weakness === "CWE-89").map(({ path }) => path));
    expect(files.filter(({ path }) => !found.has(path)).map(({ path }) => path)).toEqual([]);
  });
});
