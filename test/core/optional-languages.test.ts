import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../src/adapters/analysis/process.ts";
import type { Analysis, Outline, Reading } from "../../src/core/analysis.ts";
import { DEFAULT_LIMITS } from "../../src/core/limits.ts";
import { openRedactor } from "../../src/core/redaction.ts";
import { reviewChange } from "../../src/core/review-change.ts";
import type { ReviewDeps } from "../../src/core/review-deps.ts";
import { scanFiles } from "../../src/core/scan-files.ts";
import { spanOf } from "../../src/core/text.ts";
import { loadPrompts } from "../../src/prompts/load.ts";
import { budgetOf, changedFile, changeOf, dataIn, scriptedModel } from "../fakes.ts";
import { agreeing, checked } from "./checks/setting.ts";

const real = openAnalysis({ rulesFolder: join(import.meta.dirname, "../../knowledge/rules") });
afterAll(() => real.close());

const VULNERABLE = `use db::Pool;

fn show(pool: &Pool, name: &str) -> Row {
    pool.query(&format!("select * from users where name = '{}'", name))
}
`;
const SECURE = VULNERABLE.replace(/&format.*name\)\)/, '"select * from users where name = ?", name)');
const CODE_OF = (text: string) => text.slice(text.indexOf("fn "));

/** The real analysis, as it is where the parser is installed (as far as the core can see) and where it is not, whatever this machine has. */
function withParser(outlined: boolean): Analysis {
  return {
    ...real,
    async read(source, wanted, signal) {
      if (source.language !== "rust") return real.read(source, wanted, signal);
      const { outline: _, diagnostics: __, ...reading } = await real.read(source, wanted, signal);
      const parts: Reading = {
        ...reading,
        ...(wanted.outline && { outline: outlineOf(source.text) }),
        ...(wanted.diagnostics && { diagnostics: [] }),
      };
      return outlined ? parts : reading;
    },
  };
}

function outlineOf(text: string): Outline {
  const start = text.indexOf("fn show");
  const span = spanOf(text, start, text.lastIndexOf("}") + 1);
  return {
    definitions: [{ kind: "function", name: "show", qualifiedName: "show", span, signature: "fn show()" }],
    imports: [],
    calls: [],
    registrations: [],
  };
}

const claim = {
  weakness: "CWE-89",
  severity: "high",
  confidence: 0.9,
  quote: "pool.query(",
  sink: "pool.query",
  title: "SQL from a name",
  reason: "name comes from the caller.",
};

/** A model that repairs well and examines honestly; it answers with as much code as it was given. */
function setUp(analysis: Analysis) {
  const model = scriptedModel(({ purpose, turns }, nth) => {
    const given = turns[0]?.content ?? "";
    if (purpose === "introspect") return { considered: "…", defects: nth === 1 ? [claim] : [] };
    if (purpose === "compare") {
      const [first, second] = ["first", "second"].map((side) => ({
        hasWeakness: dataIn(given, side).includes("format!"),
      }));
      return { reason: "…", first, second, sameBehaviour: true, newDanger: "none" };
    }
    const code = given.includes("use db::Pool;\n\nfn") ? SECURE : CODE_OF(SECURE);
    return { explanation: "…", code, imports: [], title: "binds the name", obstacle: "" };
  });
  const deps: ReviewDeps = {
    analysis,
    redactor: openRedactor(),
    budget: budgetOf(),
    limits: DEFAULT_LIMITS,
    concurrency: 1,
    all: false,
    onlyAi: false,
    explain: true,
    progress: () => {},
    random: () => 0.3,
  };
  return { model, deps, thinking: { ...deps, thinking: { model, prompts: loadPrompts() } } };
}

const HUNKS =
  "Rust is read by hunks and without rules: no parser for it is installed (npm install @ast-grep/lang-rust)";
const WITHOUT_RULES =
  "Rust is read without rules: only secrets and what a model claims are found, and its repairs stay advice";

describe("a file of an optional language", () => {
  const files = [changedFile("src/users.rs", VULNERABLE), changedFile("src/orders.rs", VULNERABLE)];

  it("is read by hunks without its parser, with one note that names the package", async () => {
    const { deps } = setUp(withParser(false));

    const review = await reviewChange(changeOf(files), deps);

    expect(review.notes).toEqual([HUNKS]);
    expect(review.accounts.map(({ name }) => name)).toEqual(["lines 1-5", "lines 1-5"]);
  });

  it("is read by functions with its parser, with one note that there are no rules", async () => {
    const { deps } = setUp(withParser(true));

    const review = await reviewChange(changeOf(files), deps);

    expect(review.notes).toEqual([WITHOUT_RULES]);
    expect(review.accounts.map(({ name }) => name)).toContain("show");
  });

  it.each([
    [false, HUNKS],
    [true, WITHOUT_RULES],
  ])("gets the same note in a scan (parser: %s)", async (outlined, note) => {
    const { deps } = setUp(withParser(outlined));
    const { files: around } = changeOf(files);
    const given = async function* () {
      yield* files;
    };

    const review = await scanFiles("test", given(), around, () => {}, { ...deps, explain: false });

    expect(review.notes).toEqual([note]);
  });

  it.each([false, true])("gets a repair as advice only, after one round (parser: %s)", async (outlined) => {
    const { model, thinking } = setUp(withParser(outlined));

    const { findings } = await reviewChange(changeOf(files.slice(0, 1)), thinking);

    const [finding] = findings;
    expect(finding?.fix?.reached).toBe(outlined ? "L1" : "none");
    expect(finding?.fix?.checks.filter(({ outcome }) => outcome === "failed")).toEqual([]);
    expect(finding?.advice).toMatch(/^No checked repair: nothing here can tell whether it holds/);
    expect(model.asked.filter(({ purpose }) => purpose === "refine")).toHaveLength(1);
  });

  it("that could not be read leaves the review incomplete: it is source code", async () => {
    const { deps } = setUp(withParser(false));
    const change = changeOf([]);
    change.set.unread.push({ path: "src/big.rs", reason: "larger than 2 MB" });

    const { unread } = await reviewChange(change, deps);

    expect(unread).toEqual([{ path: "src/big.rs", reason: "larger than 2 MB", failed: true }]);
  });
});

describe("a version without facts", () => {
  it("never reaches L2 or L3, even where everything else agrees", async () => {
    const factless: Analysis = {
      ...real,
      async read(source, wanted, signal) {
        const { facts: _, ...reading } = await real.read(source, wanted, signal);
        return reading;
      },
    };
    const before = "def show(db, name):\n    return db.execute(f\"select * from users where name = '{name}'\")\n";
    const story = {
      path: "users.py",
      before,
      after: before.replace(/f".*"/, '"select * from users where name = ?", (name,)'),
      examine: agreeing,
    };

    const with_ = await checked(real, story);
    const without = await checked(factless, story);

    expect(with_.reached).toBe("L3");
    expect(without.reached).toBe("L1");
    for (const name of ["names are bound", "same signature", "calls survive", "returns and errors survive"])
      expect(without.checks.find((check) => check.name === name)).toMatchObject({ outcome: "not-run" });
  });
});
