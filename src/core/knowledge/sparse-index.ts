import { FACETS, type Facet, type Facets, type Filter } from "./filter.ts";
import { fuseRankings, inverseDocumentFrequency } from "./scoring.ts";
import type { SearchPlan } from "./rank.ts";
import type { SparseVector } from "./sparse-vector.ts";

/** What the index keeps of an entry. */
export type Indexed = { key: string; vector: SparseVector; facets: Facets };

/** An inverted index in memory that ranks as Qdrant does with the same vectors. */
export type SparseIndex = {
  /** The fused ranking of a plan: keys with scores, best first, ties by key. */
  search(plan: SearchPlan): { key: string; fused: number }[];
};

/** Entries that hold a term, by place in the list, and the term's value there: two flat lists, as 10,000 entries make a million of these. */
type Postings = { ats: number[]; values: number[] };

export function buildSparseIndex(entries: readonly Indexed[]): SparseIndex {
  const postings = new Map<number, Postings>();
  for (const [at, { vector }] of entries.entries()) {
    for (const [place, index] of vector.indices.entries()) {
      let held = postings.get(index);
      if (!held) postings.set(index, (held = { ats: [], values: [] }));
      held.ats.push(at);
      held.values.push(vector.values[place] ?? 0);
    }
  }

  const passing = facetIndex(entries);

  return {
    search({ legs, corpus, limit }) {
      const counted = passing(corpus);
      const total = counted.reduce((sum, one) => sum + one, 0);
      const idf = new Map<number, number>();
      const idfOf = (index: number): number => {
        const known = idf.get(index);
        if (known !== undefined) return known;
        let matching = 0;
        for (const at of postings.get(index)?.ats ?? []) matching += counted[at] ?? 0;
        const value = inverseDocumentFrequency(total, matching);
        idf.set(index, value);
        return value;
      };

      const rankings = legs.map((leg) => {
        const allowed = passing(leg.filter);
        const scores = new Map<number, number>();
        for (const [place, index] of leg.vector.indices.entries()) {
          const held = postings.get(index);
          if (!held) continue;
          const weight = (leg.vector.values[place] ?? 0) * idfOf(index);
          for (const [posting, at] of held.ats.entries()) {
            if (allowed[at]) scores.set(at, (scores.get(at) ?? 0) + weight * (held.values[posting] ?? 0));
          }
        }
        const ranked = [...scores].map(([at, score]) => ({ key: entries[at]?.key ?? "", score }));
        return { ids: best(ranked, leg.limit).map(({ key }) => key), weight: leg.weight };
      });
      const fused = [...fuseRankings(rankings)].map(([key, score]) => ({ key, score }));
      return best(fused, limit).map(({ key, score }) => ({ key, fused: score }));
    },
  };
}

/**
 * Says for each entry whether it passes a filter: what `passes` says of its facets, but from lists of the entries that have a value,
 * as looking at every entry for every leg is most of a search among 10,000.
 */
function facetIndex(entries: readonly Indexed[]): (filter: Filter) => Uint8Array {
  const EMPTY = "";
  const holders = new Map<Facet, Map<string, number[]>>();
  for (const facet of FACETS) {
    const byValue = new Map<string, number[]>();
    holders.set(facet, byValue);
    for (const [at, { facets }] of entries.entries()) {
      for (const value of facets[facet].length > 0 ? facets[facet] : [EMPTY]) {
        const held = byValue.get(value);
        if (held) held.push(at);
        else byValue.set(value, [at]);
      }
    }
  }
  return (filter) => {
    // How many conditions hold, counted only while all before held.
    const held = new Uint8Array(entries.length);
    for (const [before, { facet, anyOf, orEmpty }] of filter.entries()) {
      for (const value of orEmpty ? [...anyOf, EMPTY] : anyOf) {
        for (const at of holders.get(facet)?.get(value) ?? []) if (held[at] === before) held[at] = before + 1;
      }
    }
    return held.map((count) => (count === filter.length ? 1 : 0));
  };
}

function best<T extends { key: string; score: number }>(ranked: T[], limit: number): T[] {
  return ranked.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1)).slice(0, limit);
}
