import { describe, expect, it } from "@jest/globals";
import { rankCandidates, planSearch } from "../../../src/core/knowledge/rank.ts";
import { fuseRankings, inverseDocumentFrequency } from "../../../src/core/knowledge/scoring.ts";
import { kinOf, kinship } from "../../../src/core/knowledge/weakness-tree.ts";
import { entry, SQL_PRACTICE, SQL_QUERY } from "../../contracts/knowledge-store.ts";

describe("scoring as Qdrant does", () => {
  it("weighs a term by how few entries hold it", () => {
    expect(inverseDocumentFrequency(10, 1)).toBeCloseTo(Math.log(1 + 9.5 / 1.5), 12);
    expect(inverseDocumentFrequency(10, 10)).toBeGreaterThan(0);
    expect(inverseDocumentFrequency(0, 0)).toBeGreaterThan(0);
  });

  it("fuses rankings by weighted reciprocal ranks", () => {
    const scores = fuseRankings([{ ids: ["a", "b"], weight: 1 }, { ids: ["b"], weight: 2 }], 8);
    expect(scores.get("a")).toBeCloseTo(1 / 8, 12);
    expect(scores.get("b")).toBeCloseTo(1 / 9 + 1 / 7.5, 12);
  });
});

describe("the plan of a search", () => {
  it("asks for the code, the task and the weaknesses, each inside what the asker may see", () => {
    const { legs, corpus } = planSearch({ ...SQL_QUERY, scopes: ["org:7"] });
    expect(legs).toHaveLength(3);
    expect(corpus).toEqual([
      { facet: "scope", anyOf: ["shared", "org:7"] },
      { facet: "status", anyOf: ["active"] },
    ]);
    for (const { filter } of legs) expect(filter.slice(0, 2)).toEqual(corpus);
  });

  it("has no leg for what is not there", () => {
    expect(planSearch({ ...SQL_QUERY, task: "", weaknesses: [] }).legs).toHaveLength(1);
    expect(planSearch({ ...SQL_QUERY, task: "", code: "", weaknesses: [] }).legs).toHaveLength(0);
  });
});

describe("the ranking of candidates", () => {
  const plan = planSearch(SQL_QUERY);
  const ranked = (...entries: (typeof SQL_PRACTICE)[]) =>
    rankCandidates(SQL_QUERY, plan, entries.map((one) => ({ entry: one, fused: 0.1 })));

  it("puts the weakness before its kin, its kin before others, and the own language before neutral", () => {
    const of = (id: string, weakness: string, languages: string[] = []) => entry({ id, weaknesses: [weakness], languages });
    const hits = ranked(of("other", "CWE-79"), of("kin", "CWE-943"), of("same", "CWE-89"), of("same-python", "CWE-89", ["python"]));
    expect(hits.map((hit) => hit.entry.id)).toEqual(["same-python", "same", "kin", "other"]);
  });

  it("calls an entry sufficient only when weakness, language and likeness hold", () => {
    const [own] = ranked(SQL_PRACTICE);
    const [otherWeakness] = ranked({ ...SQL_PRACTICE, weaknesses: ["CWE-79"] });
    const [otherLanguage] = ranked({ ...SQL_PRACTICE, languages: ["java"], examples: [] });
    const [unlike] = ranked(entry({ id: "unlike", weaknesses: ["CWE-89"] }));
    expect([own, otherWeakness, otherLanguage, unlike].map((hit) => hit?.sufficient)).toEqual([true, false, false, false]);
  });

  it("drops what the asker may not see, whatever the store hands over", () => {
    expect(ranked({ ...SQL_PRACTICE, scope: "org:9" }, { ...SQL_PRACTICE, status: "proposed" })).toEqual([]);
  });
});

describe("kin of a weakness", () => {
  it("are its direct parents and children", () => {
    expect(kinOf("CWE-89")).toEqual(["CWE-943", "CWE-564"]);
    expect(kinship("CWE-22", "CWE-23")).toBe("kin");
    expect(kinship("CWE-79", "CWE-79")).toBe("same");
    expect(kinship("CWE-79", "CWE-89")).toBe("none");
    expect(kinOf("CWE-99999")).toEqual([]);
  });
});
