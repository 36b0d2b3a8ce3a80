import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Entry, type KnowledgeQuery, type KnowledgeStore } from "../../src/core/knowledge.ts";

/** A handle on a fresh, empty store; `reopen` gives a second handle on the same data. */
export type StoreUnderTest = { store: KnowledgeStore; reopen: () => KnowledgeStore; drop: () => Promise<void> };

export const SQL_PRACTICE = entry({
  id: "sql-parameters",
  title: "Bind values as parameters of SQL statements",
  weaknesses: ["CWE-89"],
  apis: ["cursor.execute"],
  text: "Pass values beside the statement, so that the database never parses them.",
  examples: [
    {
      language: "python",
      vulnerable: `cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")`,
      secure: 'cursor.execute("SELECT * FROM users WHERE name = ?", (name,))',
    },
  ],
});
export const SHELL_PRACTICE = entry({
  id: "argument-lists",
  title: "Start programs with an argument list",
  weaknesses: ["CWE-78"],
  apis: ["subprocess.run"],
  text: "A shell that parses a line with somebody's text in it runs that text. Hand over a list of arguments instead.",
});

export const SQL_QUERY: KnowledgeQuery = {
  task: "app/users.py\nimport sqlite3",
  code: `def find(cursor, name):\n    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)\n    return cursor.fetchone()\n`,
  language: "python",
  weaknesses: ["CWE-89"],
  scopes: ["shared"],
  limit: 5,
};

export function entry(given: Partial<Entry> & { id: string }): Entry {
  return Entry.parse({
    kind: "practice",
    title: `Title of ${given.id}`,
    weaknesses: [],
    languages: [],
    text: `Text of ${given.id}.`,
    ...given,
  });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What every knowledge store promises; run for each adapter, and for a real server where one is at hand. */
export function knowledgeStoreContract(open: () => Promise<StoreUnderTest>): void {
  let store: KnowledgeStore;
  let reopen: () => KnowledgeStore;
  let drop: () => Promise<void>;
  beforeEach(async () => ({ store, reopen, drop } = await open()));
  afterEach(async () => {
    await store.close();
    await drop();
  });

  const foundIds = async (query: Partial<KnowledgeQuery> = {}): Promise<string[]> =>
    (await store.search({ ...SQL_QUERY, ...query })).map((hit) => hit.entry.id);

  describe("with nothing in it", () => {
    it("finds nothing, lists nothing and removes nothing", async () => {
      expect(await store.search(SQL_QUERY)).toEqual([]);
      expect(await collect(store.list())).toEqual([]);
      expect(await store.remove({ scope: "shared" })).toBe(0);
    });

    it("takes an empty list of entries", async () => {
      expect(await store.upsert([])).toEqual({ added: 0, updated: 0, unchanged: 0 });
    });
  });

  describe("writing", () => {
    it("is idempotent and says what it did", async () => {
      expect(await store.upsert([SQL_PRACTICE, SHELL_PRACTICE])).toEqual({ added: 2, updated: 0, unchanged: 0 });
      expect(await store.upsert([SQL_PRACTICE, SHELL_PRACTICE])).toEqual({ added: 0, updated: 0, unchanged: 2 });

      const changed = { ...SQL_PRACTICE, title: "Another title" };
      expect(await store.upsert([changed, SHELL_PRACTICE])).toEqual({ added: 0, updated: 1, unchanged: 1 });
      expect(await collect(store.list({ ids: ["sql-parameters"] }))).toEqual([changed]);
    });

    it("gives back every field as it was written", async () => {
      const full = entry({
        id: "full",
        kind: "lesson",
        scope: "repo:42",
        status: "proposed",
        weaknesses: ["CWE-89", "CWE-943"],
        languages: ["python", "java"],
        apis: ["cursor.execute"],
        text: "Two\n\nparagraphs – with “marks” and 漢字 and \u{1f512}.",
        examples: [{ language: "python", vulnerable: "a\n", secure: "b\r\n" }],
        rewrites: [{ language: "python", pattern: "$A + $B", replacement: "$A", imports: ["import os"] }],
        origin: "octo/repository#12",
        references: ["https://cwe.mitre.org/data/definitions/89.html"],
        standing: { cited: 3, adopted: 2, edited: 1, declined: 0, reverted: 0 },
      });
      await store.upsert([full]);
      expect(await collect(store.list())).toEqual([full]);
    });

    it("keeps the same id apart in different scopes", async () => {
      await store.upsert([SQL_PRACTICE, { ...SQL_PRACTICE, scope: "org:7", title: "The organisation's own" }]);
      expect((await collect(store.list())).map(({ scope }) => scope).toSorted()).toEqual(["org:7", "shared"]);
    });

    it("is seen by a handle that was opened before", async () => {
      const other = reopen();
      expect(await other.search(SQL_QUERY)).toEqual([]);
      await store.upsert([SQL_PRACTICE]);
      expect((await other.search(SQL_QUERY)).map((hit) => hit.entry)).toEqual([SQL_PRACTICE]);
      await other.close();
    });

    it("refuses an entry that is none, and stores nothing of the list", async () => {
      await expect(store.upsert([SQL_PRACTICE, { ...SHELL_PRACTICE, id: "Not An Id" }])).rejects.toThrow("not an id");
      expect(await collect(store.list())).toEqual([]);
    });
  });

  describe("searching", () => {
    it("puts the entry of the found weakness first and calls it sufficient", async () => {
      await store.upsert([SHELL_PRACTICE, SQL_PRACTICE]);
      const [first] = await store.search(SQL_QUERY);
      expect(first).toMatchObject({ entry: SQL_PRACTICE, sufficient: true });
    });

    it("finds by the code alone when no weakness is known, and calls nothing sufficient", async () => {
      await store.upsert([SHELL_PRACTICE, SQL_PRACTICE]);
      const hits = await store.search({ ...SQL_QUERY, weaknesses: [] });
      expect(hits[0]?.entry.id).toBe("sql-parameters");
      expect(hits.some(({ sufficient }) => sufficient)).toBe(false);
    });

    it("finds by the task alone when the code shares no word", async () => {
      await store.upsert([SHELL_PRACTICE, SQL_PRACTICE]);
      expect(await foundIds({ code: "zzz", task: "a cursor that executes statements", weaknesses: [] })).toEqual([
        "sql-parameters",
      ]);
    });

    it("finds entries of the weakness though no word is shared, and those of its parent", async () => {
      await store.upsert([SHELL_PRACTICE, entry({ id: "parent", weaknesses: ["CWE-943"] }), SQL_PRACTICE]);
      expect(await foundIds({ code: "qqq", task: "" })).toEqual(["sql-parameters", "parent"]);
    });

    it("leaves out entries for other languages and keeps neutral ones and those of the same family", async () => {
      const same = { weaknesses: ["CWE-89"], title: "SQL" };
      await store.upsert([
        entry({ id: "java", languages: ["java"], ...same, text: "SELECT in Java" }),
        entry({ id: "neutral", ...same, text: "SELECT anywhere" }),
        entry({ id: "typescript", languages: ["typescript"], ...same, text: "SELECT in TypeScript" }),
      ]);
      expect((await foundIds({ language: "javascript" })).toSorted()).toEqual(["neutral", "typescript"]);
      expect(await foundIds({ language: "text" })).toHaveLength(3);
    });

    it("shows active entries only", async () => {
      await store.upsert([
        { ...SQL_PRACTICE, id: "proposed", status: "proposed", text: "one" },
        { ...SQL_PRACTICE, id: "retired", status: "retired", text: "two" },
        { ...SQL_PRACTICE, id: "active", text: "three" },
      ]);
      expect(await foundIds()).toEqual(["active"]);
      await store.upsert([{ ...SQL_PRACTICE, id: "active", text: "three", status: "retired" }]);
      expect(await foundIds()).toEqual([]);
    });

    it("gives at most the limit, and says the same thing once", async () => {
      await store.upsert(["a1", "b1", "c1"].map((id) => ({ ...SQL_PRACTICE, id })));
      expect(await foundIds()).toHaveLength(1);
      await store.upsert([SHELL_PRACTICE, { ...SQL_PRACTICE, id: "other", text: "Something else." }]);
      expect(await foundIds({ limit: 1 })).toHaveLength(1);
    });

    it("gives the same order every time", async () => {
      await store.upsert(
        Array.from({ length: 30 }, (_, n) => ({ ...SQL_PRACTICE, id: `e${n}`, text: `Alike, number ${n}.` })),
      );
      const first = await foundIds({ limit: 20 });
      expect(first).toHaveLength(20);
      expect(await foundIds({ limit: 20 })).toEqual(first);
    });

    it("stops when the asker went away", async () => {
      await store.upsert([SQL_PRACTICE]);
      await expect(store.search(SQL_QUERY, AbortSignal.abort(new Error("superseded")))).rejects.toThrow("superseded");
    });

    it("takes any text as a question", async () => {
      await store.upsert([SQL_PRACTICE]);
      for (const code of ["", "\0\u{1f600}", "%", "x".repeat(200_000), "((((", "' OR 1=1 --"]) {
        expect(await store.search({ ...SQL_QUERY, code, task: "" })).toHaveLength(1);
        expect((await store.search({ ...SQL_QUERY, code, task: "", weaknesses: [] })).length).toBeLessThan(2);
      }
    });
  });

  describe("tenants", () => {
    it("never shows an entry of a scope that the asker did not name", async () => {
      const scopes = ["shared", "org:1", "org:2", "org:11", "repo:1", "repo:2"];
      await store.upsert(scopes.map((scope) => ({ ...SQL_PRACTICE, scope, title: `Canary of ${scope}`, text: scope })));

      await fc.assert(
        fc.asyncProperty(fc.subarray(scopes), fc.constantFrom("CWE-89", "CWE-78"), async (asked, weakness) => {
          const hits = await store.search({ ...SQL_QUERY, scopes: asked, weaknesses: [weakness], limit: 20 });
          expect(hits.map((hit) => hit.entry.scope).toSorted()).toEqual([...new Set(["shared", ...asked])].toSorted());
        }),
        { numRuns: 25 },
      );
    });

    it("ranks a tenant's answer the same whatever other tenants store", async () => {
      await store.upsert([SQL_PRACTICE, SHELL_PRACTICE, entry({ id: "third", text: "name and cursor" })]);
      const before = await store.search({ ...SQL_QUERY, weaknesses: [] });
      await store.upsert(
        Array.from({ length: 20 }, (_, n) =>
          entry({ id: `foreign-${n}`, scope: "org:9", text: `cursor execute ${n}` }),
        ),
      );
      expect(await store.search({ ...SQL_QUERY, weaknesses: [] })).toEqual(before);
    });
  });

  describe("listing and removing", () => {
    beforeEach(async () => {
      await store.upsert([
        SQL_PRACTICE,
        { ...SHELL_PRACTICE, status: "proposed" },
        { ...SQL_PRACTICE, scope: "org:7" },
        { ...SHELL_PRACTICE, scope: "org:7" },
      ]);
    });
    const keys = async (...filter: Parameters<KnowledgeStore["list"]>): Promise<string[]> =>
      (await collect(store.list(...filter))).map(({ scope, id }) => `${scope}/${id}`).toSorted();

    it("lists what all conditions hold for, proposed and retired entries too", async () => {
      expect(await keys()).toHaveLength(4);
      expect(await keys({ scope: "org:7" })).toEqual(["org:7/argument-lists", "org:7/sql-parameters"]);
      expect(await keys({ status: "proposed" })).toEqual(["shared/argument-lists"]);
      expect(await keys({ scope: "shared", ids: ["sql-parameters"] })).toEqual(["shared/sql-parameters"]);
      expect(await keys({ ids: [] })).toEqual([]);
    });

    it("lists more entries than fit a page", async () => {
      await store.upsert(Array.from({ length: 300 }, (_, n) => entry({ id: `many-${n}`, scope: "repo:5" })));
      expect(await keys({ scope: "repo:5" })).toHaveLength(300);
    });

    it("removes a scope whole and nothing else", async () => {
      expect(await store.remove({ scope: "org:7" })).toBe(2);
      expect(await keys()).toEqual(["shared/argument-lists", "shared/sql-parameters"]);
      expect(await foundIds({ scopes: ["org:7"] })).toEqual(["sql-parameters"]);
      expect(await store.remove({ scope: "org:7" })).toBe(0);
    });

    it("removes single entries of a scope", async () => {
      expect(await store.remove({ scope: "shared", ids: ["sql-parameters"] })).toBe(1);
      expect(await keys({ scope: "shared" })).toEqual(["shared/argument-lists"]);
    });
  });
}
