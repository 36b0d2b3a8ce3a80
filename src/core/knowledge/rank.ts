import { familyOf } from "../language.ts";
import type { Entry, Hit, KnowledgeQuery } from "../knowledge.ts";
import { entryKey } from "./identity.ts";
import { facetsOf, forLanguage, ofWeaknesses, passes, visibleTo, type Filter } from "./filter.ts";
import { positionScore } from "./scoring.ts";
import { entryVector, likeness, queryVector, type SparseVector } from "./sparse-vector.ts";
import { kinOf } from "./weakness-tree.ts";

/** One ranking that is fused with the others: the entries that pass `filter`, by likeness to `vector`, at most `limit`. */
type Leg = { vector: SparseVector; filter: Filter; weight: number; limit: number };

/** What a store does for a query: run the legs, fuse them, hand back the best `limit`. IDF is counted over `corpus`. */
export type SearchPlan = { legs: Leg[]; corpus: Filter; limit: number };

/** An entry with its fused score, as a store found it. */
export type Candidate = { entry: Entry; fused: number };

/** How many each leg brings: enough that an entry which is fifth in all legs is not missed. */
const POOL = 40;

/** A found weakness outweighs likeness, and the words of the task say less than those of the code. */
const WEIGHTS = { code: 1, task: 0.5, weakness: 2 };

/** Terms for a found weakness itself and for its parents and children, in units of one word of the query. */
const SAME_WEAKNESS = 3;
const KIN_WEAKNESS = 1;

/**
 * The legs of a query: its code, its task (Eq. 2: both are asked, results are fused), and once more both among the entries of the
 * found weaknesses, so that these stand above what is merely alike.
 */
export function planSearch(query: KnowledgeQuery): SearchPlan {
  const visible = visibleTo(query.scopes);
  const candidates = [...visible, ...forLanguage(query.language)];
  const limit = Math.max(POOL, query.limit);
  const legs: Leg[] = [
    { vector: queryVector(query.code), filter: candidates, weight: WEIGHTS.code, limit },
    { vector: queryVector(query.task), filter: candidates, weight: WEIGHTS.task, limit },
  ];
  if (query.weaknesses.length > 0) {
    const terms = new Map(query.weaknesses.flatMap(kinOf).map((kin) => [kin, KIN_WEAKNESS]));
    for (const weakness of query.weaknesses) terms.set(weakness, SAME_WEAKNESS);
    legs.push({
      vector: queryVector(`${query.code}\n${query.task}`, terms),
      filter: [...candidates, ...ofWeaknesses(terms.keys())],
      weight: WEIGHTS.weakness,
      limit,
    });
  }
  return { legs: legs.filter(({ vector }) => vector.indices.length > 0), corpus: visible, limit };
}

/** Added to the fused score (0 to 1) so that the found weakness and the language come first. */
const BONUS = { same: 2, kin: 1, ownLanguage: 0.8 };

/**
 * From this likeness of code and entry on, an entry of the right weakness and language is sufficient to guide a regeneration.
 *
 * Calibrated on 300 labelled queries over 2,044 pages: of pages in the query's language about another weakness, three in four are
 * less alike than this (median 0.017); of the pages that the queries were taken from, one in nine (median 0.13).
 */
const SUFFICIENT_LIKENESS = 0.05;

/** The answer: best first, at most `query.limit`, entries that only repeat another left out. Ties go by key, so that all stores agree. */
export function rankCandidates(query: KnowledgeQuery, plan: SearchPlan, candidates: readonly Candidate[]): Hit[] {
  const best = plan.legs.reduce((sum, { weight }) => sum + positionScore(0, weight), 0);
  const code = queryVector(query.code);
  // Stores filter; whatever one hands back beyond that is dropped here, so that no mistake of theirs shows a foreign entry.
  const visible = candidates.filter(({ entry }) => passes(facetsOf(entry), plan.corpus));
  const scored = visible.map(({ entry, fused }) => {
    const match = matchOf(entry, query);
    return { entry, match, score: fused / best + bonusOf(match), key: entryKey(entry) };
  });
  scored.sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));

  const told = new Set<string>();
  const hits: Hit[] = [];
  for (const { entry, match, score } of scored) {
    const telling = JSON.stringify([entry.text, entry.examples]);
    if (told.has(telling)) continue;
    told.add(telling);
    const fits = match.weakness !== "none" && match.language !== "foreign";
    hits.push({ entry, score, sufficient: fits && likeness(code, entryVector(entry)) >= SUFFICIENT_LIKENESS });
    if (hits.length >= query.limit) break;
  }
  return hits;
}

type Match = { weakness: "same" | "kin" | "none"; language: "own" | "neutral" | "foreign" };

function matchOf(entry: Entry, query: KnowledgeQuery): Match {
  const kin = new Set(query.weaknesses.flatMap(kinOf));
  const weakness = entry.weaknesses.some((one) => query.weaknesses.includes(one)) ? "same" : entry.weaknesses.some((one) => kin.has(one)) ? "kin" : "none";
  const family = familyOf(query.language);
  const speaks = [...entry.languages, ...entry.examples.map(({ language }) => language)].some((one) => familyOf(one) === family);
  return { weakness, language: speaks ? "own" : entry.languages.length === 0 ? "neutral" : "foreign" };
}

function bonusOf({ weakness, language }: Match): number {
  return (weakness === "none" ? 0 : BONUS[weakness]) + (language === "own" ? BONUS.ownLanguage : 0);
}
