import { describe, expect, it } from "@jest/globals";
import { AnalysisError, type Analysis, type Reading, type Source, type Wanted } from "../../src/core/analysis.ts";
import { rememberingAnalysis } from "../../src/core/remembering-analysis.ts";

const source = (text: string): Source => ({ path: "a.py", language: "python", text });

/** Answers every wanted part, and records what it was asked. */
function recording(failures: Error[] = []): { analysis: Analysis; asked: Wanted[] } {
  const asked: Wanted[] = [];
  const all: Reading = { alerts: [], diagnostics: [], secrets: [], shapes: [] };
  return {
    asked,
    analysis: {
      async read(_, wanted) {
        asked.push(wanted);
        const failure = failures.shift();
        if (failure) throw failure;
        return Object.fromEntries(Object.entries(all).filter(([name]) => name in wanted));
      },
      rules: async () => [],
      close: async () => {},
    },
  };
}

describe("rememberingAnalysis", () => {
  it("asks for a part of a text once, also while it is being read", async () => {
    const { analysis, asked } = recording();
    const remembering = rememberingAnalysis(analysis);

    const readings = await Promise.all([
      remembering.read(source("x"), { alerts: "all", secrets: true }),
      remembering.read(source("x"), { alerts: "all", diagnostics: true }),
    ]);

    expect(readings).toEqual([
      { alerts: [], secrets: [] },
      { alerts: [], diagnostics: [] },
    ]);
    expect(asked).toEqual([{ alerts: "all", secrets: true }, { diagnostics: true }]);
  });

  it("takes the same part of other wishes, and other texts, for something else", async () => {
    const { analysis, asked } = recording();
    const remembering = rememberingAnalysis(analysis);

    await remembering.read(source("x"), { shapes: ["a"] });
    await remembering.read(source("x"), { shapes: ["b"] });
    await remembering.read(source("y"), { shapes: ["a"] });

    expect(asked).toHaveLength(3);
  });

  it("asks again for what failed", async () => {
    const { analysis, asked } = recording([new AnalysisError("parser crashed")]);
    const remembering = rememberingAnalysis(analysis);

    await expect(remembering.read(source("x"), { alerts: "all" })).rejects.toThrow("parser crashed");
    await expect(remembering.read(source("x"), { alerts: "all" })).resolves.toEqual({ alerts: [] });

    expect(asked).toHaveLength(2);
  });

  it("forgets texts that were not asked for lately", async () => {
    const { analysis, asked } = recording();
    const remembering = rememberingAnalysis(analysis);

    for (let index = 0; index < 40; index++) await remembering.read(source(`${index}`), { alerts: "all" });
    await remembering.read(source("0"), { alerts: "all" });
    await remembering.read(source("39"), { alerts: "all" });

    expect(asked).toHaveLength(41);
  });
});
