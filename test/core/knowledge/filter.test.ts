import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { facetsOf, forLanguage, ofWeaknesses, passes, storedBy, visibleTo } from "../../../src/core/knowledge/filter.ts";
import { buildSparseIndex } from "../../../src/core/knowledge/sparse-index.ts";
import { entry } from "../../contracts/knowledge-store.ts";

const scopes = ["shared", "org:1", "org:11", "repo:1"];
const anyEntry = fc.record({
  scope: fc.constantFrom(...scopes),
  status: fc.constantFrom("proposed" as const, "active" as const, "retired" as const),
  languages: fc.subarray(["python", "javascript", "cpp"]),
  weaknesses: fc.subarray(["CWE-89", "CWE-78"]),
});

describe("the filter of a search", () => {
  it("lets active entries of the named scopes and of shared pass, and no others", () => {
    fc.assert(
      fc.property(anyEntry, fc.subarray(scopes), (given, asked) => {
        const seen = passes(facetsOf(entry({ id: "any", ...given })), visibleTo(asked));
        expect(seen).toBe(given.status === "active" && (given.scope === "shared" || asked.includes(given.scope)));
      }),
    );
  });

  it("keeps languages by family, and lets neutral entries pass", () => {
    const seen = (languages: string[], asked: string) => passes(facetsOf(entry({ id: "any", languages })), forLanguage(asked));
    expect([seen(["javascript"], "tsx"), seen(["cpp"], "c"), seen([], "go"), seen(["go"], "text")]).toEqual([true, true, true, true]);
    expect([seen(["java"], "javascript"), seen(["python"], "go")]).toEqual([false, false]);
  });

  it("lets nothing pass where nothing is asked for", () => {
    expect(passes(facetsOf(entry({ id: "any" })), storedBy({ ids: [] }))).toBe(false);
    expect(passes(facetsOf(entry({ id: "any" })), ofWeaknesses([]))).toBe(false);
    expect(passes(facetsOf(entry({ id: "any" })), storedBy({}))).toBe(true);
  });

  it("means the same to the index in memory", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 12 }), fc.subarray(scopes), fc.constantFrom("python", "c", "text"), (given, asked, language) => {
        const indexed = given.map((one, at) => ({
          key: String(at),
          vector: { indices: [7], values: [1] },
          facets: facetsOf(entry({ id: "any", ...one })),
        }));
        const filter = [...visibleTo(asked), ...forLanguage(language), ...ofWeaknesses(["CWE-89"])];
        const plan = { legs: [{ vector: { indices: [7], values: [1] }, filter, weight: 1, limit: 50 }], corpus: visibleTo(asked), limit: 50 };

        const found = buildSparseIndex(indexed).search(plan).map(({ key }) => key);

        expect(found.toSorted()).toEqual(indexed.filter(({ facets }) => passes(facets, filter)).map(({ key }) => key).toSorted());
      }),
    );
  });
});
