import { describe, expect, it } from "@jest/globals";
import type { Provenance } from "../../src/core/change.ts";
import { languageOf } from "../../src/core/language.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/core/policy.ts";
import { riskOf } from "../../src/core/risk.ts";
import { matches, scopeOf } from "../../src/core/scope.ts";
import type { Unit } from "../../src/core/unit.ts";

function unit(path: string, code: string, startLine = 1, provenance: Provenance[] = []): Unit {
  const lines = { startLine, endLine: startLine };
  return {
    path,
    language: languageOf(path),
    kind: "function",
    name: "f",
    lines,
    code,
    changedLines: [lines],
    provenance,
  };
}

const policy = (given: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, ...given });

describe("scopeOf", () => {
  it("names everything that it leaves, with the reason", () => {
    const units = [unit("vendor/a.py", "x"), unit("src/b.py", "x"), unit("docs/c.py", "x")];

    const { selected, unread } = scopeOf(units, policy({ include: ["src/**", "vendor/**"], exclude: ["vendor"] }));

    expect(selected.map(({ path }) => path)).toEqual(["src/b.py"]);
    expect(unread).toEqual([
      { path: "docs/c.py", reason: "not included by policy" },
      { path: "vendor/a.py", reason: "excluded by policy" },
    ]);
  });

  it("reads the riskiest units first and leaves the rest over the limit, by their lines", () => {
    const units = [
      unit("a.py", "return 1", 1),
      unit("a.py", "cursor.execute(sql)", 5),
      unit("b.py", "request.args['x']"),
    ];

    const { selected, unread } = scopeOf(units, policy({ maxUnits: 2 }));

    expect(selected.map(({ code }) => code)).toEqual(["cursor.execute(sql)", "request.args['x']"]);
    expect(unread).toEqual([
      {
        path: "a.py",
        lines: { startLine: 1, endLine: 1 },
        reason: "over the limit of 2 units",
        failed: true,
        risk: expect.any(Number),
      },
    ]);
  });

  it("keeps to the limit on files", () => {
    const units = [unit("a.py", "x"), unit("b.py", "eval(x)"), unit("b.py", "y", 9)];

    const { selected, unread } = scopeOf(units, policy({ maxFiles: 1 }));

    expect(selected.map(({ path }) => path)).toEqual(["b.py", "b.py"]);
    expect(unread).toMatchObject([{ path: "a.py", reason: "over the limit of 1 file", failed: true }]);
  });

  it("reads the rest by rules alone where a policy wants the model to see agents' lines only (P14)", () => {
    const units = [unit("a.py", "x", 1, [{ author: "agent" }]), unit("b.py", "eval(y)", 1, [{ author: "unknown" }])];

    const { selected, byRules, unread } = scopeOf(units, policy({ onlyAi: true }), { floor: true });

    expect(selected.map(({ code }) => code)).toEqual(["x", "eval(y)"]);
    expect([...byRules].map(({ code }) => code)).toEqual(["eval(y)"]);
    expect(unread).toMatchObject([
      { path: "b.py", reason: "not written by an agent as far as known: read by rules alone" },
    ]);
  });

  it("reads only what an agent is known to have written when asked to", () => {
    const units = [
      unit("a.py", "x", 1, [{ author: "agent" }]),
      unit("a.py", "y", 5, [{ author: "unknown" }]),
      unit("b.py", "z"),
    ];

    const { selected, unread } = scopeOf(units, policy({ onlyAi: true }));

    expect(selected.map(({ code }) => code)).toEqual(["x"]);
    expect(unread).toEqual([
      { path: "a.py", lines: { startLine: 5, endLine: 5 }, reason: "not written by an agent as far as known" },
      { path: "b.py", reason: "not written by an agent as far as known" },
    ]);
  });
});

describe("matches", () => {
  it.each([
    [".github/tool.py", "**/*.py", true],
    ["vendor/deep/a.js", "vendor", true],
    ["vendor/a.js", "vendor/", true],
    ["src/deep/a.ts", "src/*.ts", false],
    ["deep/a.py", "*.py", false],
  ])("%s by %s: %s", (path, glob, expected) => {
    expect(matches(path, glob)).toBe(expected);
  });
});

describe("riskOf", () => {
  it("puts sinks over plain code, agents over others, and tests behind everything", () => {
    const plain = riskOf(unit("a.py", "total = 1"));
    const agent = riskOf(unit("a.py", "total = 1", 1, [{ author: "agent" }]));
    const sink = riskOf(unit("a.py", "subprocess.run(cmd)"));
    const test = riskOf(unit("tests/test_a.py", "subprocess.run(cmd)"));

    expect(agent).toBeGreaterThan(plain);
    expect(sink).toBeGreaterThan(agent);
    expect(sink).toBeGreaterThan(test);
  });

  it("knows memory functions in C only", () => {
    expect(riskOf(unit("a.c", "strcpy(a, b);"))).toBeGreaterThan(riskOf(unit("a.py", "strcpy(a, b)")));
  });
});
