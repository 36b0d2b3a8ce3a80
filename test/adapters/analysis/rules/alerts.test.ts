import { describe, expect, it } from "@jest/globals";
import { alertsOf } from "../../../../src/adapters/analysis/rules/alerts.ts";
import { compileRule } from "../../../../src/adapters/analysis/rules/compile-rule.ts";
import type { RuleSet } from "../../../../src/adapters/analysis/rules/load-rules.ts";
import { RuleFile } from "../../../../src/adapters/analysis/rules/rule-schema.ts";
import { shapesOf } from "../../../../src/adapters/analysis/rules/shapes.ts";
import { parse } from "../../../../src/adapters/analysis/parse.ts";
import type { Source } from "../../../../src/core/analysis.ts";
import { applyEdits } from "../../../../src/core/text.ts";

const RULE = {
  id: "python-example",
  title: "An example",
  weakness: "CWE-89",
  severity: "high",
  tier: "speaks",
  message: "Twenty characters and a few more.",
  prefilter: ["run"],
  match: { rule: { pattern: "run($X)" } },
};

function rulesOf(...files: object[]): RuleSet {
  const rules = files.map((file) => compileRule(RuleFile.parse({ ...RULE, ...file }), "python", {}, "example.yml"));
  return { of: () => rules, summaries: () => rules.map((rule) => rule.summary) };
}
const python = (text: string): Source => ({ path: "a.py", language: "python", text });
const alertsIn = (text: string, rules: RuleSet, tier: "speaks" | "all" = "all") =>
  alertsOf(parse("python", text), python(text), rules, tier);

describe("alerts", () => {
  it("runs a rule only on texts that hold a literal of each of its lists", () => {
    const rules = rulesOf({ alsoNeeds: ["request"] });

    expect(alertsIn("run(x)", rules)).toEqual([]);
    expect(alertsIn("run(request)", rules)).toHaveLength(1);
  });

  it("keeps hints back unless they are asked for", () => {
    const rules = rulesOf({ tier: "hints" });

    expect(alertsIn("run(x)", rules, "speaks")).toEqual([]);
    expect(alertsIn("run(x)", rules)).toHaveLength(1);
  });

  it("reports the tight place in UTF-16 units, whatever stands before it", () => {
    const text = '# é😀\nif y:\n    run("😀", x)\n    run(x)\n';

    const [alert] = alertsIn(text, rulesOf({ report: "X" }));

    expect(alert).toMatchObject({ quote: "x", sink: "run", span: { startLine: 4, startColumn: 9, endColumn: 10 } });
    expect(text.slice(alert?.span.start, alert?.span.end)).toBe("x");
  });

  it("names the sink by a metavariable, a word, or the rule", () => {
    const sinkOf = (file: object) => alertsIn("a . b = run(x)", rulesOf(file))[0]?.sink;

    expect(sinkOf({ sink: "X" })).toBe("x");
    expect(sinkOf({ sink: "running" })).toBe("running");
    expect(sinkOf({ match: { rule: { pattern: "$X = run($_)" } }, sink: "X" })).toBe("a.b");
    expect(sinkOf({ match: { rule: { pattern: "$X = run($_)" } } })).toBe("example");
  });

  it("keeps of nested matches on one sink the tightest", () => {
    const alerts = alertsIn("run(run(run(x)))", rulesOf({}));

    expect(alerts.map((alert) => alert.quote)).toEqual(["run(x)"]);
  });

  it("keeps of two rules on one place the one that speaks, then the one with a repair", () => {
    const fixes = [{ title: "walks", rewrite: "walk($X)" }];
    const kept = (...files: object[]) => alertsIn("run(x)", rulesOf(...files)).map((alert) => alert.ruleId);

    expect(kept({ id: "python-a", tier: "hints", fixes }, { id: "python-b" })).toEqual(["python-b"]);
    expect(kept({ id: "python-a" }, { id: "python-b", fixes })).toEqual(["python-b"]);
    expect(kept({ id: "python-a" }, { id: "python-b", weakness: "CWE-78" })).toEqual(["python-a", "python-b"]);
  });

  it("reports at most two hundred places of one rule", () => {
    expect(alertsIn("run(x)\n".repeat(300), rulesOf({}))).toHaveLength(200);
  });
});

describe("fixes by template", () => {
  const repaired = (text: string, fix: object, match?: object) => {
    const [alert] = alertsIn(text, rulesOf({ fixes: [{ title: "walks", ...fix }], ...(match && { match }) }));
    return alert?.fixes[0] && applyEdits(text, alert.fixes[0].edits);
  };
  const MANY = { rule: { pattern: "run($$$ALL)" } };

  it("brings the text between several nodes along", () => {
    expect(repaired("run(a,  b, # c\n  d)", { rewrite: "walk($$$ALL)" }, MANY)).toBe("walk(a,  b, # c\n  d)");
  });

  it("takes the comma of an empty list along", () => {
    expect(repaired("run()", { rewrite: "walk($$$ALL, slowly=True)" }, MANY)).toBe("walk(slowly=True)");
    expect(repaired("run()", { rewrite: "walk(1, $$$ALL)" }, MANY)).toBe("walk(1)");
    expect(repaired("run()", { rewrite: "walk(1, $$$ALL, 2)" }, MANY)).toBe("walk(1, 2)");
  });

  it("indents later lines as the place is, with the file's line ends", () => {
    const rewrite = "if $X:\n    walk($X)";

    expect(repaired("def f():\r\n    run(x)\r\n", { rewrite })).toBe("def f():\r\n    if x:\r\n        walk(x)\r\n");
  });

  it("replaces the target alone, fills transforms and adds imports", () => {
    const match = {
      rule: { pattern: "run($X)" },
      transform: { UPPER: { convert: { source: "$X", toCase: "upperCase" } } },
    };

    expect(repaired("import os\nrun(x)\n", { rewrite: "$UPPER", target: "X", imports: ["import os"] }, match)).toBe(
      "import os\nrun(X)\n",
    );
  });

  it("makes no repair of a template whose metavariable holds nothing, or that changes nothing", () => {
    expect(repaired("run(x)", { rewrite: "walk($Y)" })).toBeUndefined();
    expect(repaired("run(x)", { rewrite: "run($X)" })).toBeUndefined();
  });
});

describe("shapes", () => {
  it("tells where a rule's secure shapes stand and what flows into them", () => {
    const rules = rulesOf({ secure: [{ rule: { pattern: "walk($_HOW, $$$WHAT)" }, names: ["WHAT"] }] });
    const source = python("walk(how, a.b, [c], 'd')\nwalk(how)");

    const shapes = shapesOf(parse("python", source.text), source, rules, ["python-example"]);

    expect(shapes.map((shape) => shape.names)).toEqual([["a", "b", "c"]]);
    expect(shapesOf(parse("python", source.text), source, rules, [])).toEqual([]);
  });
});
