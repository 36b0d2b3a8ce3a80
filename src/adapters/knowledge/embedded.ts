import type { DatabaseSync } from "node:sqlite";
import { StoreError } from "../../core/errors.ts";
import { Entry, type EntryFilter, type KnowledgeStore, type UpsertReport } from "../../core/knowledge.ts";
import { facetsOf, passes, storedBy, type Filter } from "../../core/knowledge/filter.ts";
import { contentHash, entryKey, lastOfEach } from "../../core/knowledge/identity.ts";
import { LEXICAL_VERSION } from "../../core/knowledge/lexical.ts";
import { planSearch, rankCandidates } from "../../core/knowledge/rank.ts";
import { buildSparseIndex, type SparseIndex } from "../../core/knowledge/sparse-index.ts";
import { entryVector } from "../../core/knowledge/sparse-vector.ts";
import { explained, openDatabase } from "./embedded-database.ts";
import { packVector, readEntry, readFacets, unpackVector } from "./embedded-rows.ts";

export type EmbeddedOptions = {
  /** Made at the first write; reading a folder that is not there finds nothing and leaves no trace. */
  folder: string;
};

/**
 * Knowledge in one folder of this machine: SQLite for what lasts, an inverted index in memory for searching,
 * built at the first search and again when any process has written.
 */
export function openEmbeddedKnowledge({ folder }: EmbeddedOptions): KnowledgeStore {
  let database: DatabaseSync | undefined;
  let index: { revision: number; ranked: SparseIndex } | undefined;
  let closed = false;

  const opened = (create: boolean): DatabaseSync | undefined => {
    if (closed) throw new StoreError("the knowledge store is closed");
    return (database ??= openDatabase(folder, { create }));
  };

  /** Reads see one moment of the store, whatever other processes write meanwhile. */
  const reading = <T>(nothing: T, work: (database: DatabaseSync) => T): T => {
    const open = opened(false);
    return open ? explained(folder, () => inTransaction(open, "DEFERRED", () => work(open))) : nothing;
  };

  const writing = <T>(work: (database: DatabaseSync) => T): T => {
    const open = opened(true);
    if (!open) throw new StoreError(`there is no knowledge in ${folder}`);
    return explained(folder, () => inTransaction(open, "IMMEDIATE", () => work(open)));
  };

  const indexOf = (open: DatabaseSync): SparseIndex => {
    const revision = Number(open.prepare("SELECT value FROM meta WHERE name = 'revision'").get()?.["value"]);
    if (index?.revision !== revision) index = { revision, ranked: readIndex(open, folder) };
    return index.ranked;
  };

  return {
    place: `embedded (${folder})`,

    async upsert(entries) {
      const parsed = lastOfEach(entries.map((entry) => Entry.parse(entry)));
      // Seeding what is there already must not wait for another process, nor make one wait: it only reads.
      if (reading(false, (open) => holdsAll(open, parsed))) return { added: 0, updated: 0, unchanged: parsed.length };
      return writing((open) => {
        const report = writeEntries(open, parsed);
        if (report.added + report.updated > 0) countRevision(open);
        return report;
      });
    },

    async search(query, signal) {
      signal?.throwIfAborted();
      return reading([], (open) => {
        const plan = planSearch(query);
        const body = open.prepare("SELECT body FROM entry WHERE key = ?");
        const candidates = indexOf(open)
          .search(plan)
          .map(({ key, fused }) => ({ entry: readEntry(body.get(key)?.["body"], folder), fused }));
        return rankCandidates(query, plan, candidates);
      });
    },

    async *list(filter) {
      const wanted = keysOf(filter ?? {});
      for (const key of wanted) {
        // Read one by one: a listing of many entries holds no lock and no copy of all of them.
        const body = reading(undefined, (open) => open.prepare("SELECT body FROM entry WHERE key = ?").get(key)?.["body"]);
        if (body !== undefined) yield readEntry(body, folder);
      }
    },

    async remove(filter) {
      if (opened(false) === undefined) return 0;
      return writing((open) => {
        const keys = matching(open, storedBy(filter), folder);
        const drop = open.prepare("DELETE FROM entry WHERE key = ?");
        for (const key of keys) drop.run(key);
        if (keys.length > 0) countRevision(open);
        return keys.length;
      });
    },

    async close() {
      closed = true;
      database?.close();
      database = undefined;
      index = undefined;
    },
  };

  function keysOf(filter: EntryFilter): string[] {
    return reading([], (open) => matching(open, storedBy(filter), folder));
  }
}

function inTransaction<T>(database: DatabaseSync, kind: "DEFERRED" | "IMMEDIATE", work: () => T): T {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function holdsAll(database: DatabaseSync, entries: readonly Entry[]): boolean {
  const known = database.prepare("SELECT hash, lexical FROM entry WHERE key = ?");
  return entries.every((entry) => {
    const stored = known.get(entryKey(entry));
    return stored?.["hash"] === contentHash(entry) && stored["lexical"] === LEXICAL_VERSION;
  });
}

function writeEntries(database: DatabaseSync, entries: readonly Entry[]): UpsertReport {
  const report: UpsertReport = { added: 0, updated: 0, unchanged: 0 };
  const known = database.prepare("SELECT hash, lexical FROM entry WHERE key = ?");
  const put = database.prepare("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const entry of entries) {
    const key = entryKey(entry);
    const hash = contentHash(entry);
    const before = known.get(key);
    if (before?.["hash"] === hash) {
      report.unchanged++;
      if (before["lexical"] === LEXICAL_VERSION) continue;
    } else if (before) report.updated++;
    else report.added++;
    const facets = JSON.stringify(facetsOf(entry));
    put.run(key, entry.scope, entry.id, entry.status, hash, JSON.stringify(entry), facets, LEXICAL_VERSION, packVector(entryVector(entry)));
  }
  return report;
}

function countRevision(database: DatabaseSync): void {
  database.exec("UPDATE meta SET value = value + 1 WHERE name = 'revision'");
}

/** Vectors of another analysis are made anew in memory; the next seeding of their entries writes them. */
function readIndex(database: DatabaseSync, folder: string): SparseIndex {
  const rows = database.prepare("SELECT key, facets, lexical, vector FROM entry ORDER BY key").all();
  const stale = database.prepare("SELECT body FROM entry WHERE key = ?");
  return buildSparseIndex(
    rows.map((row) => {
      const key = String(row["key"]);
      const fresh = row["lexical"] === LEXICAL_VERSION;
      const vector = fresh ? unpackVector(row["vector"], folder) : entryVector(readEntry(stale.get(key)?.["body"], folder));
      return { key, vector, facets: readFacets(row["facets"], folder) };
    }),
  );
}

function matching(database: DatabaseSync, filter: Filter, folder: string): string[] {
  const rows = database.prepare("SELECT key, facets FROM entry ORDER BY key").all();
  return rows.filter((row) => passes(readFacets(row["facets"], folder), filter)).map((row) => String(row["key"]));
}
