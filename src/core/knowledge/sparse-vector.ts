import type { Cwe } from "../weakness.ts";
import type { Entry } from "../knowledge.ts";
import { termIndex, termsOf } from "./lexical.ts";

/** A text in the sparse space: unique ascending u32 `indices`, one f32 of `values` each. */
export type SparseVector = { indices: number[]; values: number[] };

/**
 * BM25's constants, chosen on 300 labelled queries over 2,044 pages: among K1 0.6–2 and lengths 80–500 these were best, by little.
 * `AVERAGE_LENGTH` is fixed, as a vector must not change when other entries come and go.
 */
const K1 = 2;
const B = 0.75;
const AVERAGE_LENGTH = 120;

/** Terms of a query that count; the rest of a long file would only blur it. */
const MAX_QUERY_TERMS = 256;

/**
 * An entry as the stores keep it: BM25's term-frequency part. The inverse document frequency is the store's, at query time.
 */
export function entryVector(entry: Entry): SparseVector {
  const counts = new Map<string, number>();
  addTerms(counts, termsOf(entry.title), 3);
  addTerms(counts, termsOf(entry.apis.map((api) => `${api}()`).join("\n")), 3);
  addTerms(counts, termsOf(entry.text), 1);
  for (const example of entry.examples) {
    // A query is mostly code that still has the defect, so the vulnerable side is what it resembles.
    if (example.vulnerable !== undefined) addTerms(counts, termsOf(example.vulnerable), 1);
    addTerms(counts, termsOf(example.secure), 0.5);
  }
  let length = 0;
  for (const count of counts.values()) length += count;
  const norm = K1 * (1 - B + (B * length) / AVERAGE_LENGTH);
  const weights = new Map<string, number>();
  for (const [term, count] of counts) weights.set(term, (count * (K1 + 1)) / (count + norm));
  for (const weakness of entry.weaknesses) weights.set(weaknessTerm(weakness), 1);
  return vectorOf(weights);
}

/**
 * A question in the sparse space: repeated terms count, with diminishing returns.
 * `weaknesses` are terms of their own, so that entries of a weakness are found even where no word is shared.
 */
export function queryVector(text: string, weaknesses: ReadonlyMap<Cwe, number> = new Map()): SparseVector {
  const weights = new Map<string, number>();
  for (const [term, count] of termsOf(text)) weights.set(term, 1 + Math.log(count));
  const kept = [...weights].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MAX_QUERY_TERMS);
  for (const [weakness, weight] of weaknesses) kept.push([weaknessTerm(weakness), weight]);
  return vectorOf(new Map(kept));
}

/** Cosine of the angle between two vectors, 0 to 1: how alike two texts are, whatever else a store holds. */
export function likeness(a: SparseVector, b: SparseVector): number {
  const other = new Map(b.indices.map((index, at) => [index, b.values[at] ?? 0]));
  const product = a.indices.reduce((sum, index, at) => sum + (a.values[at] ?? 0) * (other.get(index) ?? 0), 0);
  return product === 0 ? 0 : product / (lengthOf(a) * lengthOf(b));
}

function lengthOf(vector: SparseVector): number {
  return Math.sqrt(vector.values.reduce((sum, value) => sum + value * value, 0));
}

function addTerms(counts: Map<string, number>, terms: ReadonlyMap<string, number>, weight: number): void {
  for (const [term, count] of terms) counts.set(term, (counts.get(term) ?? 0) + count * weight);
}

function weaknessTerm(weakness: Cwe): string {
  return `cwe:${weakness}`;
}

function vectorOf(weights: ReadonlyMap<string, number>): SparseVector {
  const byIndex = new Map<number, number>();
  for (const [term, weight] of weights) {
    const index = termIndex(term);
    byIndex.set(index, (byIndex.get(index) ?? 0) + weight);
  }
  const ordered = [...byIndex].toSorted((a, b) => a[0] - b[0]);
  // Stores keep 32-bit floats: rounding here gives every store the same values.
  return { indices: ordered.map(([index]) => index), values: ordered.map(([, value]) => Math.fround(value)) };
}
