import type { Entry } from "../../core/knowledge.ts";
import { facetsOf, type Condition, type Filter } from "../../core/knowledge/filter.ts";
import { contentHash, entryKey, entryUuid } from "../../core/knowledge/identity.ts";
import { LEXICAL_VERSION } from "../../core/knowledge/lexical.ts";
import type { SearchPlan } from "../../core/knowledge/rank.ts";
import { FUSION_K } from "../../core/knowledge/scoring.ts";
import { entryVector } from "../../core/knowledge/sparse-vector.ts";

/** The sparse vector's name in the collection. */
const VECTOR = "lexical";

/**
 * One vector space has one collection; a change of the analysis makes another, and the alias then moves.
 * Searching names the collection, never the alias, so that no query meets vectors of another analysis.
 */
export function collectionName(alias: string): string {
  return `${alias}-lexical-${LEXICAL_VERSION}`;
}

export const COLLECTION = { vectors: {}, sparse_vectors: { [VECTOR]: { modifier: "idf" } } } as const;

/** Payload fields that filters use; scope is the tenant, so that points of one tenant lie together. */
export const PAYLOAD_INDEXES = [
  { field_name: "scope", field_schema: { type: "keyword", is_tenant: true } },
  ...["status", "languages", "weaknesses", "kind", "id"].map((field_name) => ({ field_name, field_schema: "keyword" as const })),
] as const;

/** An entry as a point: its facets for filters, the whole entry, and the hash that tells whether it changed. */
export function pointOf(entry: Entry) {
  const vector = entryVector(entry);
  return {
    id: pointId(entry),
    vector: vector.indices.length > 0 ? { [VECTOR]: vector } : {},
    payload: { ...facetsOf(entry), hash: contentHash(entry), entry: structuredClone(entry) },
  };
}

export function pointId(entry: Entry): string {
  return entryUuid(entryKey(entry));
}

/** One request: each leg a prefetch, IDF counted over what the asker may see, fused by the server with our k and weights. */
export function queryOf({ legs, corpus, limit }: SearchPlan) {
  const visible = filterOf(corpus);
  return {
    prefetch: legs.map((leg) => ({
      query: leg.vector,
      using: VECTOR,
      filter: filterOf(leg.filter),
      params: { idf: { corpus: visible } },
      limit: leg.limit,
    })),
    query: { rrf: { k: FUSION_K, weights: legs.map(({ weight }) => weight) } },
    filter: visible,
    limit,
    with_payload: ["entry"],
  };
}

export function filterOf(filter: Filter) {
  return { must: filter.map(conditionOf) };
}

function conditionOf({ facet, anyOf, orEmpty }: Condition) {
  const matches = { key: facet, match: { any: anyOf } };
  return orEmpty ? { should: [matches, { is_empty: { key: facet } }] } : matches;
}
