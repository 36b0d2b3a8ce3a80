/**
 * The inverse document frequency of a term that occurs in `matching` of `total` entries, as Qdrant's `modifier: idf` has it.
 *
 * @see https://qdrant.tech/documentation/concepts/indexing/#idf-modifier
 */
export function inverseDocumentFrequency(total: number, matching: number): number {
  return Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
}

/** Reciprocal rank fusion's constant, always sent: servers differ in their default. */
export const FUSION_K = 8;

/**
 * Fused scores by id: each ranking (best first) gives 1 / ((position + 1) / weight + k - 1), position from 0, as Qdrant does.
 *
 * @see https://qdrant.tech/documentation/concepts/hybrid-queries/#reciprocal-rank-fusion-rrf
 */
export function fuseRankings(rankings: readonly { ids: readonly string[]; weight: number }[], k = FUSION_K): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { ids, weight } of rankings) {
    for (const [position, id] of ids.entries()) scores.set(id, (scores.get(id) ?? 0) + positionScore(position, weight, k));
  }
  return scores;
}

/** What standing at `position` of a ranking of this weight is worth. */
export function positionScore(position: number, weight: number, k = FUSION_K): number {
  return 1 / ((position + 1) / weight + k - 1);
}
