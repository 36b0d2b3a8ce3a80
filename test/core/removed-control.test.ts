import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../src/adapters/analysis/process.ts";
import { ModelError } from "../../src/core/errors.ts";
import { DEFAULT_LIMITS } from "../../src/core/limits.ts";
import { openRedactor } from "../../src/core/redaction.ts";
import { reviewChange } from "../../src/core/review-change.ts";
import type { ReviewDeps } from "../../src/core/review-deps.ts";
import type { Review } from "../../src/core/review.ts";
import { loadPrompts } from "../../src/prompts/load.ts";
import { budgetOf, changedFile, changeOf, scriptedModel } from "../fakes.ts";

const analysis = openAnalysis({ rulesFolder: join(import.meta.dirname, "../../knowledge/rules") });
afterAll(() => analysis.close());

const STEPS = Array.from({ length: 8 }, (_, at) => `    step_${at} = ${at}\n`).join("");

/** A statement whose value is made a number of, far above. */
const GUARDED = `from flask import request


def find(db):
    key = request.args["key"]
    key = int(key)

    # what follows has nothing to do with it
${STEPS}    return db.execute("SELECT * FROM t WHERE k = %s" % key)
`;
const MODEL_CLAIM = {
  weakness: "CWE-862",
  severity: "high",
  confidence: 0.9,
  quote: "return db.drop(key)",
  sink: "db.drop",
  title: "anybody may drop a table",
  reason: "nothing asks who it is",
};

describe("a weakness at lines that the change did not touch", () => {
  it("names the removed lines that had kept a rule silent", async () => {
    const head = GUARDED.replace("    key = int(key)\n\n", "").replace("step_6 = 6", "step_6 = 66");

    const [finding] = (await reviewed(GUARDED, head)).findings;

    expect(finding).toMatchObject({ origin: "introduced", removed: { startLine: 6, endLine: 6 } });
  });

  it("names the lines that were changed so that the rule speaks", async () => {
    const base = GUARDED.replace('request.args["key"]', '"fixed"').replace("    key = int(key)\n", "");
    const head = base.replace('"fixed"', 'request.args["key"]');

    const [finding] = (await reviewed(base, head)).findings;

    expect(finding).toMatchObject({ origin: "introduced", removed: { startLine: 5, endLine: 5 } });
  });

  it("names nothing where what was removed has no part in it", async () => {
    const base = GUARDED.replace('request.args["key"]', '"fixed"').replace("    key = int(key)\n", "");
    const head = base
      .replace('"fixed"\n', '"fixed"\n    if request.args:\n        key = request.args["key"]\n')
      .replace("    step_2 = 2\n", "");

    const { findings } = await reviewed(base, head);

    expect(findings).toHaveLength(1);
    expect(findings[0]).not.toHaveProperty("removed");
  });

  describe("of which only a model speaks", () => {
    const base = `def drop(db, key):\n    require_admin()\n${STEPS}    return db.drop(key)\n`;
    const head = base.replace("    require_admin()\n", "");

    it("names the code that was taken away above it, where the model says nothing of the base", async () => {
      const { findings } = await reviewed(base, head, (code) => (code.includes("require_admin") ? [] : [MODEL_CLAIM]));

      expect(findings).toMatchObject([{ origin: "introduced", removed: { startLine: 2, endLine: 2 } }]);
      expect(findings[0]).not.toHaveProperty("unknownAtBase");
    });

    it("was there before where the model says it of the base, too", async () => {
      const { findings, notes } = await reviewed(base, head, () => [MODEL_CLAIM]);

      expect(findings).toEqual([]);
      expect(notes).toContainEqual(expect.stringContaining("1 older finding"));
    });

    it("may have been there before where the model can't be asked about the base", async () => {
      const { findings } = await reviewed(base, head, (code) => {
        if (code.includes("require_admin")) throw new ModelError("unreachable", "no answer", false);
        return [MODEL_CLAIM];
      });

      expect(findings).toMatchObject([{ origin: "introduced", removed: { startLine: 2 }, unknownAtBase: true }]);
    });

    it("is asked about without the secrets that the change took away", async () => {
      const secret = ["AKIA", "Q3KZT5VKJ7WTZ4PL"].join("");
      const before = base.replace("    require_admin()\n", `    require_admin("${secret}")\n`);
      const asked: string[] = [];

      await reviewed(before, head, (code) => {
        asked.push(code);
        return [MODEL_CLAIM];
      });

      expect(asked.filter((code) => code.includes("require_admin"))).toHaveLength(1);
      expect(asked.join("")).not.toContain(secret);
    });
  });

  it("of which only a model speaks is not the change's where it took a comment or a blank line away", async () => {
    const base = `def drop(db, key):\n    # drops it\n\n${STEPS}    return db.drop(key)\n`;

    const { findings, notes } = await reviewed(base, base.replace("    # drops it\n\n", ""), () => [MODEL_CLAIM]);

    expect(findings).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining("1 older finding"));
  });
});

/** What the base had can't be told where it can't be read. */
it("says so where the base could not be analysed", async () => {
  const { base: _, ...file } = changedFile("app.py", GUARDED.replace("    key = int(key)\n", ""), GUARDED);

  const { findings } = await reviewChange(changeOf([{ ...file, changedLines: [] }]), deps());

  expect(findings).toMatchObject([{ origin: "introduced", unknownAtBase: true }]);
});

/** Reviews the change; `claims` is what a model says of a piece of code, where one is asked. */
function reviewed(base: string, head: string, claims?: (code: string) => object[]): Promise<Review> {
  const model =
    claims &&
    scriptedModel(({ purpose, turns }) =>
      purpose === "introspect"
        ? { considered: "…", defects: claims(turns.map(({ content }) => content).join("")) }
        : { explanation: "…", code: "", imports: [], title: "", obstacle: "none can be made" },
    );
  return reviewChange(changeOf([changedFile("app.py", head, base)]), {
    ...deps(),
    ...(model ? { thinking: { model, prompts: loadPrompts() } } : {}),
  });
}

function deps(): ReviewDeps {
  return {
    analysis,
    all: false,
    onlyAi: false,
    explain: false,
    redactor: openRedactor(),
    budget: budgetOf(),
    limits: DEFAULT_LIMITS,
    concurrency: 1,
    random: () => 0,
    progress: () => {},
  };
}
