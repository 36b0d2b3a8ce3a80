import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { openAnalysis } from "../../../src/adapters/analysis/process.ts";
import { ModelError, StoreError } from "../../../src/core/errors.ts";
import { NEW_STANDING, type Entry, type Hit, type KnowledgeStore } from "../../../src/core/knowledge.ts";
import { DEFAULT_LIMITS } from "../../../src/core/limits.ts";
import { applyPatch } from "../../../src/core/patch.ts";
import { openRedactor } from "../../../src/core/redaction.ts";
import { reviewChange } from "../../../src/core/review-change.ts";
import type { ReviewDeps } from "../../../src/core/review-deps.ts";
import { loadPrompts } from "../../../src/prompts/load.ts";
import { budgetOf, changedFile, changeOf, dataIn, scriptedModel, type Asked } from "../../fakes.ts";

const analysis = openAnalysis({ rulesFolder: join(import.meta.dirname, "../../../knowledge/rules") });
afterAll(() => analysis.close());

// Who may read an order? No pattern knows; only a model can see that nobody asks.
const VULNERABLE = `from shop.session import current_user


def show_order(database, order_id):
    order = database.order(order_id)
    return order.as_dict()
`;
const SECURE = VULNERABLE.replace(
  "    return",
  "    if order.owner != current_user():\n        return None\n    return",
);
const CODE_OF = (text: string) => text.slice(text.indexOf("def "));

const missingCheck = {
  weakness: "CWE-639",
  severity: "high",
  confidence: 0.9,
  quote: "order = database.order(order_id)",
  sink: "database.order",
  title: "Anyone can read any order by its number",
  reason: "order_id comes from the caller and nothing compares the order's owner with the user.",
};
const found = (...defects: object[]) => ({ considered: "…", defects });
const repair = (code: string, more: object = {}) => ({
  explanation: "…",
  obstacle: "",
  code,
  imports: [],
  title: "asks who owns the order",
  ...more,
});
/** An honest examiner of two versions: it looks for the check, wherever the version stands. */
const compareHonestly = ({ turns }: Asked) => {
  const [first, second] = ["first", "second"].map((side) => ({
    hasWeakness: !dataIn(turns[0]?.content ?? "", side).includes("current_user()"),
  }));
  return { reason: "…", first, second, sameBehaviour: true, newDanger: "none" };
};

const OWN_YOUR_RECORDS: Entry = {
  id: "own-your-records",
  kind: "practice",
  title: "Ask who owns a record",
  scope: "shared",
  status: "active",
  weaknesses: ["CWE-639"],
  languages: ["python"],
  apis: [],
  text: "Compare the owner of a record with the user before it leaves the server.",
  examples: [],
  rewrites: [],
  origin: "",
  references: [],
  standing: NEW_STANDING,
};

function setUp(script: Parameters<typeof scriptedModel>[0], more: Partial<ReviewDeps> = {}) {
  const model = scriptedModel(script);
  const deps: ReviewDeps = {
    analysis,
    thinking: { model, prompts: loadPrompts() },
    redactor: openRedactor(),
    budget: budgetOf(),
    limits: DEFAULT_LIMITS,
    concurrency: 1,
    all: false,
    onlyAi: false,
    explain: false,
    progress: () => {},
    random: () => 0.3,
    ...more,
  };
  const review = (text: string, path = "shop/orders.py", base?: string) =>
    reviewChange(changeOf([changedFile(path, text, base)]), deps);
  return { model, deps, review };
}

describe("the loop", () => {
  it("says nothing and stores nothing when introspection finds nothing", async () => {
    const { model, review } = setUp(() => found());

    const { findings, unread } = await review(SECURE);

    expect(findings).toEqual([]);
    expect(unread).toEqual([]);
    expect(new Set(model.asked.map(({ purpose }) => purpose))).toEqual(new Set(["introspect"]));
  });

  it("refines with its whole history until every check holds, then examines with fresh eyes", async () => {
    const unbound = CODE_OF(SECURE).replace("current_user()", "logged_in_user()");
    const { model, review } = setUp((asked) => {
      if (asked.purpose === "compare") return compareHonestly(asked);
      if (asked.purpose === "introspect")
        return found(...(dataIn(asked.turns[0]?.content ?? "", "code").includes("owner") ? [] : [missingCheck]));
      return repair(asked.turns.length === 1 ? unbound : CODE_OF(SECURE));
    });

    const { findings, accounts } = await review(VULNERABLE);

    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      weakness: "CWE-639",
      symbol: "show_order",
      fix: { reached: "L3", examinedByModelOnly: true, madeBy: { kind: "model" } },
    });
    expect(accounts.find(({ name }) => name === "show_order")?.rounds).toBe(2);
    const [first, second] = model.asked.filter(({ purpose }) => purpose === "refine");
    expect(second?.turns.slice(0, 1)).toEqual(first?.turns);
    expect(second?.turns[1]?.content).toContain("logged_in_user");
    expect(second?.turns[2]?.content).toMatch(/logged_in_user/);
  });

  it("keeps at least 60 % of the input from round 2 on as an unchanged prefix", async () => {
    const failing = [
      CODE_OF(VULNERABLE).replace("order.as_dict()", "order"),
      CODE_OF(VULNERABLE).replace("(database, order_id)", "(database, order_id, user)"),
      CODE_OF(VULNERABLE).replace("return order", "return (order"),
    ];
    const { model, review } = setUp(({ purpose, turns }) =>
      purpose === "introspect" ? found(missingCheck) : repair(failing[(turns.length - 1) / 2] ?? ""),
    );

    await review(VULNERABLE);

    const rounds = model.asked
      .filter(({ purpose }) => purpose === "refine")
      .map(({ system, turns }) => [system, ...turns.map((turn) => turn.content)].join(""));
    expect(rounds).toHaveLength(3);
    for (const [index, text] of rounds.entries()) {
      const before = rounds[index - 1];
      if (before === undefined) continue;
      expect(text.startsWith(before)).toBe(true);
      expect(before.length / text.length).toBeGreaterThan(0.6);
    }
  });

  it("leaves the author's code alone when no version holds, and says which check failed", async () => {
    const { review } = setUp(({ purpose }) =>
      purpose === "introspect" ? found(missingCheck) : repair("def show_order(database, order_id):\n    return None\n"),
    );

    const { findings } = await review(VULNERABLE);

    expect(findings[0]?.fix?.reached).not.toBe("L3");
    expect(findings[0]?.advice).toMatch(/failed a check/);
  });

  it("stops when the model names an obstacle, and tells it to the author", async () => {
    const { model, review } = setUp(({ purpose }) =>
      purpose === "introspect" ? found(missingCheck) : repair("", { obstacle: "Nothing says who may read an order." }),
    );

    const { findings } = await review(VULNERABLE);

    expect(findings[0]?.fix).toBeUndefined();
    expect(findings[0]?.advice).toContain("Nothing says who may read an order.");
    expect(model.asked.filter(({ purpose }) => purpose === "refine")).toHaveLength(1);
  });

  it("does not ask a third time when the same checks failed twice and there is nothing new to say", async () => {
    const { model, review } = setUp(({ purpose }) =>
      purpose === "introspect" ? found(missingCheck) : repair(CODE_OF(VULNERABLE).replace("order.as_dict()", "order")),
    );

    await review(VULNERABLE);

    expect(model.asked.filter(({ purpose }) => purpose === "refine")).toHaveLength(2);
  });

  it("drops a claim whose quote is not in the code", async () => {
    const { review } = setUp(() => found({ ...missingCheck, quote: "database.drop_everything()" }));

    expect((await review(VULNERABLE)).findings).toEqual([]);
  });

  it.each([
    ["a refusal", new ModelError("refused", "the model refused to answer")],
    ["a cut answer", new ModelError("truncated", "the answer was cut at the output limit")],
    ["an endpoint that is down", new ModelError("unreachable", "the model's endpoint can't be reached")],
  ])("never calls code clean after %s, and keeps what rules found", async (_, error) => {
    const { review } = setUp(() => error);
    const text = `${VULNERABLE}\n\ndef run(name):\n    import os\n    os.system(f"ls {name}")\n`;

    const { findings, unread } = await review(text);

    expect(unread.filter(({ failed }) => failed).length).toBeGreaterThan(0);
    expect(unread[0]?.reason).toContain(error.message);
    expect(findings.map(({ weakness }) => weakness)).toEqual(["CWE-78"]);
  });

  it("stops at the limit of calls and names what it did not examine", async () => {
    const { model, review } = setUp(() => found(), { budget: budgetOf({ calls: 1 }) });
    const two = `${CODE_OF(SECURE)}\n\ndef other(x):\n    return x\n`;

    const { unread } = await review(two);

    expect(model.asked).toHaveLength(1);
    expect(unread).toEqual([
      expect.objectContaining({ failed: true, reason: expect.stringContaining("limit of 1 model calls") }),
    ]);
  });

  it("gives sufficient knowledge to the first repair (Eq. 3) and cites it", async () => {
    const entry = OWN_YOUR_RECORDS;
    const { model, review } = setUp(
      (asked) =>
        asked.purpose === "compare"
          ? compareHonestly(asked)
          : asked.purpose === "introspect"
            ? found(...(dataIn(asked.turns[0]?.content ?? "", "code").includes("owner") ? [] : [missingCheck]))
            : repair(CODE_OF(SECURE)),
      { knowledge: { store: storeOf([{ entry, score: 1, sufficient: true }]), scopes: ["shared"] } },
    );

    const { findings } = await review(VULNERABLE);

    const generate = model.asked.find(({ purpose }) => purpose === "generate");
    expect(generate?.turns[0]?.content).toContain("Compare the owner of a record");
    expect(findings[0]?.citations).toEqual([expect.objectContaining({ id: "own-your-records" })]);
  });

  it("repairs with a lesson's rewrite and no model at all, and cites the lesson", async () => {
    const lesson: Entry = {
      ...OWN_YOUR_RECORDS,
      id: "lesson-plain-data",
      kind: "lesson",
      title: "Read plain data from outside",
      weaknesses: ["CWE-502"],
      rewrites: [
        { language: "python", pattern: "pickle.loads($X)", replacement: "json.loads($X)", imports: ["import json"] },
      ],
    };
    const { review, deps } = setUp(() => found(), {
      knowledge: { store: storeOf([{ entry: lesson, score: 1, sufficient: true }]), scopes: ["shared"] },
    });
    delete deps.thinking;
    const text =
      "import pickle\n\n\ndef serve(connection):\n    data = connection.recv(4096)\n    return pickle.loads(data)\n";

    const { findings, model } = await review(text, "serve.py");

    expect(model).toBeUndefined();
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      weakness: "CWE-502",
      fix: { reached: "L3", madeBy: { kind: "lesson", id: "lesson-plain-data" } },
      citations: [{ id: "lesson-plain-data" }],
    });
    expect(applyPatch(text, findings[0]?.fix?.patch ?? { path: "", hunks: [] })).toBe(
      "import pickle\nimport json\n\n\ndef serve(connection):\n    data = connection.recv(4096)\n    return json.loads(data)\n",
    );
  });

  it("goes on without a knowledge base that is down, and says so once", async () => {
    const down = storeOf([]);
    down.search = async () => {
      throw new StoreError("qdrant at db.example.com did not answer in 1.5 s");
    };
    const { review } = setUp(({ purpose }) => (purpose === "introspect" ? found(missingCheck) : repair("x")), {
      knowledge: { store: down, scopes: ["shared"] },
    });

    const { findings, notes } = await review(VULNERABLE);

    expect(findings).toHaveLength(1);
    expect(notes.filter((note) => note.includes("did not answer in 1.5 s"))).toHaveLength(1);
  });

  it("learns a checked repair at once where it may (Eq. 5), without the secrets in it", async () => {
    const stored: Entry[] = [];
    const store = storeOf([], stored);
    const secret = "ghp_" + "a1B2c3D4e5".repeat(4).slice(0, 36);
    const withSecret = (text: string) =>
      text
        .replace("order = ", `token = "${secret}"\n    order = `)
        .replace("order_id)\n    ", "order_id, token)\n    ");
    const { review, model } = setUp(
      (asked) => {
        if (asked.purpose === "compare") return compareHonestly(asked);
        const code = dataIn(asked.turns[0]?.content ?? "", "code");
        if (asked.purpose === "introspect")
          return found(
            ...(code.includes("owner") ? [] : [{ ...missingCheck, quote: "database.order(order_id, token)" }]),
          );
        return repair(
          code.replace("    return", "    if order.owner != current_user():\n        return None\n    return"),
        );
      },
      { learning: { store, scope: "repo:local" } },
    );

    const { findings } = await review(withSecret(VULNERABLE));

    expect(findings.find(({ weakness }) => weakness === "CWE-639")?.fix?.reached).toBe("L3");
    expect(stored).toEqual([expect.objectContaining({ kind: "lesson", weaknesses: ["CWE-639"], scope: "repo:local" })]);
    expect(JSON.stringify([stored, model.asked])).not.toContain(secret);
  });
});

function storeOf(hits: Hit[], stored: Entry[] = []): KnowledgeStore {
  return {
    place: "test",
    search: async () => hits,
    upsert: async (entries) => {
      stored.push(...entries);
      return { added: entries.length, updated: 0, unchanged: 0 };
    },
    async *list() {},
    remove: async () => 0,
    close: async () => {},
  };
}
