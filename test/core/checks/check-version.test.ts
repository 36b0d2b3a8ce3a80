import { describe, expect, it } from "@jest/globals";
import { AnalysisError, type Analysis, type Reading, type RuleSummary } from "../../../src/core/analysis.ts";
import {
  NOTHING_ALLOWED,
  type CheckDependencies,
  type CheckInput,
  type Examine,
} from "../../../src/core/checks/check-types.ts";
import { checkVersion } from "../../../src/core/checks/check-version.ts";
import { NO_MANIFEST } from "../../../src/core/checks/manifest.ts";
import { ModelError } from "../../../src/core/errors.ts";
import type { Defect } from "../../../src/core/finding.ts";
import { spanOf } from "../../../src/core/text.ts";

const HEAD = "def run(x):\n    return sink(x)\n";
const AFTER = "def run(x):\n    return sink(clean(x))\n";

describe("checkVersion", () => {
  it("reaches nothing when the language has no parser", async () => {
    const { input } = setUp();

    const report = await checkVersion(
      { ...input, file: { ...input.file, language: "text" } },
      { analysis: analysisOf({}) },
    );

    expect(report.reached).toBe("none");
    expect(outcomes(report)).toMatchObject({
      applies: "passed",
      parses: "not-run",
      "names are bound": "not-run",
      "the weakness is gone": "not-run",
    });
  });

  it("fails L1 when only the version breaks the analyser, and runs nothing further", async () => {
    const { input } = setUp();
    const analysis = analysisOf({});
    const broken: Analysis = {
      ...analysis,
      read: (source, wanted) =>
        source.text === AFTER ? Promise.reject(new AnalysisError("parser crashed")) : analysis.read(source, wanted),
    };

    const report = await checkVersion(input, { analysis: broken });

    expect(report.reached).toBe("none");
    expect(report.feedback).toEqual(['Check "parses" failed: the version could not be analysed: parser crashed.']);
    expect(report.checks.filter((check) => check.level !== "L1").every((check) => check.outcome === "not-run")).toBe(
      true,
    );
  });

  it("does not reach L3 without a model where no analyser covers the weakness, and says so", async () => {
    const { input, analysis } = setUp();

    const report = await checkVersion(input, { analysis });

    expect(report).toMatchObject({ reached: "L2", feedback: [] });
    expect(detailOf(report, "the weakness is gone")).toBe(
      "no analyser with a secure shape covers CWE-20 here, and no model examined it",
    );
  });

  it("reaches L3 by the model alone when two comparisons and fresh introspection agree", async () => {
    const { input, analysis } = setUp();
    const asked: string[] = [];

    const report = await checkVersion(input, { analysis, examine: examining(asked) });

    expect(report).toMatchObject({ reached: "L3", examinedByModelOnly: true });
    expect(asked).toEqual(["compare CWE-20", "compare CWE-20", "introspect"]);
  });

  it("believes no single comparison", async () => {
    const { input, analysis } = setUp();
    const answers = [true, false];
    const examine = {
      ...examining([]),
      compare: async () => ({ repaired: answers.shift() ?? false, reason: "still there" }),
    };

    const report = await checkVersion(input, { analysis, examine });

    expect(report.reached).toBe("L2");
    expect(report.feedback).toEqual([
      'Check "the weakness is gone" failed: a comparison does not find CWE-20 repaired: still there.',
    ]);
  });

  it("fails when fresh introspection still finds the weakness", async () => {
    const { input, analysis } = setUp();
    const examine = { ...examining([]), introspect: async () => [...input.defects] };

    const report = await checkVersion(input, { analysis, examine });

    expect(outcomes(report)).toMatchObject({ "fresh eyes agree": "failed" });
    expect(report.reached).toBe("L2");
  });

  it("is not stopped by what introspection says of code that was there before", async () => {
    const { input, analysis } = setUp();
    const other = { ...defect, weakness: "CWE-400", quote: "def run(x)" };

    const report = await checkVersion(input, {
      analysis,
      examine: { ...examining([]), introspect: async () => [other] },
    });

    expect(report.reached).toBe("L3");
  });

  it("takes a silent model for no agreement", async () => {
    const { input, analysis } = setUp();
    const examine = { ...examining([]), compare: () => Promise.reject(new ModelError("refused", "the model refused")) };

    const report = await checkVersion(input, { analysis, examine });

    expect(report.reached).toBe("L2");
    expect(detailOf(report, "the weakness is gone")).toBe("the model did not answer: the model refused");
  });

  it("stops when it is aborted", async () => {
    const { input, analysis } = setUp();
    const examine = { ...examining([]), compare: () => Promise.reject(new ModelError("aborted", "aborted")) };

    await expect(checkVersion(input, { analysis, examine })).rejects.toThrow("aborted");
  });

  it("asks no model about a version that failed already", async () => {
    const { input, analysis } = setUp();
    const asked: string[] = [];

    await checkVersion(
      { ...input, version: { ...input.version, text: AFTER.replace("return", "yield") } },
      { analysis, examine: examining(asked) },
    );

    expect(asked).toEqual([]);
  });

  it("believes a rule's silence only with its secure shape", async () => {
    const alert = {
      ruleId: "python-x",
      weakness: "CWE-20",
      severity: "high" as const,
      tier: "speaks" as const,
      message: "",
      span: defect.span,
      quote: defect.quote,
      sink: "sink",
      fixes: [],
    };
    const shape = {
      ruleId: "python-x",
      span: spanOf(AFTER, AFTER.indexOf("sink"), AFTER.indexOf("sink") + 14),
      names: ["x"],
    };
    const rule: RuleSummary = {
      id: "python-x",
      language: "python",
      weakness: "CWE-20",
      severity: "high",
      tier: "speaks",
      title: "unchecked",
      message: "",
      references: [],
      hasFix: true,
      hasShape: true,
      vocabulary: [],
    };
    const { input } = setUp();
    const defects = [{ ...defect, claimedBy: [{ kind: "rule" as const, id: "python-x" }] }];

    const silenced = await checkVersion(
      { ...input, defects },
      { analysis: analysisOf({ before: { alerts: [alert] } }, [rule]) },
    );
    const secured = await checkVersion(
      { ...input, defects },
      { analysis: analysisOf({ before: { alerts: [alert] }, after: { shapes: [shape] } }, [rule]) },
    );

    expect(outcomes(silenced)).toMatchObject({ "a secure shape stands": "failed", "the weakness is gone": "passed" });
    expect(silenced.reached).toBe("L2");
    expect(secured).toMatchObject({ reached: "L3", examinedByModelOnly: false });
  });
});

const defect: Defect = {
  weakness: "CWE-20",
  severity: "high",
  confidence: 0.9,
  title: "unchecked",
  reason: "unchecked",
  quote: "sink(x)",
  sink: "sink",
  span: spanOf(HEAD, HEAD.indexOf("sink"), HEAD.indexOf("sink") + 7),
  claimedBy: [{ kind: "model", name: "scripted" }],
};

function setUp(): { input: CheckInput; analysis: CheckDependencies["analysis"] } {
  const lines = { startLine: 1, endLine: 2 };
  return {
    analysis: analysisOf({}),
    input: {
      unit: {
        path: "a.py",
        language: "python",
        kind: "function",
        name: "run",
        lines,
        code: HEAD,
        changedLines: [lines],
        provenance: [],
      },
      file: { path: "a.py", language: "python", head: HEAD },
      version: { text: AFTER, lines },
      defects: [defect],
      allowed: { ...NOTHING_ALLOWED, callees: ["clean"] },
      manifest: NO_MANIFEST,
    },
  };
}

/** Facts as the analyser gives them of the two texts above. */
function analysisOf(parts: { before?: Reading; after?: Reading }, rules: RuleSummary[] = []): Analysis {
  const call = (text: string, callee: string, source: string) => ({
    text,
    callee,
    arguments: [],
    names: ["x"],
    discarded: false,
    nesting: [],
    span: spanOf(source, source.indexOf(text), source.indexOf(text) + text.length),
  });
  const readingOf = (text: string): Reading => {
    const isNew = text !== HEAD;
    const calls = isNew
      ? [call("sink(clean(x))", "sink", text), call("clean(x)", "clean", text)]
      : [call("sink(x)", "sink", text)];
    const at = text.indexOf("return");
    return {
      outline: { definitions: [], imports: [], calls: [], registrations: [] },
      alerts: [],
      diagnostics: [],
      shapes: [],
      facts: {
        signatures: ["def run(x)"],
        calls,
        returns: at < 0 ? [] : [{ text: text.slice(at).trim(), nesting: [], span: spanOf(text, at, text.length) }],
        raises: [],
        freeNames: isNew ? ["sink", "clean"] : ["sink"],
        fileNames: ["sink", "clean"],
        builtins: [],
        strings: [],
        numbers: [],
        unread: [],
        unreachable: [],
        writes: [],
        statements: 1,
      },
      ...(isNew ? parts.after : parts.before),
    };
  };
  return { read: async ({ text }) => readingOf(text), rules: async () => rules, close: async () => {} };
}

function examining(asked: string[]): Examine {
  return {
    introspect: async () => {
      asked.push("introspect");
      return [];
    },
    compare: async ({ weakness }) => {
      asked.push(`compare ${weakness}`);
      return { repaired: true, reason: "cleaned" };
    },
  };
}

type Report = Awaited<ReturnType<typeof checkVersion>>;

function outcomes(report: Report): Record<string, string> {
  return Object.fromEntries(report.checks.map((check) => [check.name, check.outcome]));
}

function detailOf(report: Report, name: string): string | undefined {
  return report.checks.find((check) => check.name === name)?.detail;
}
