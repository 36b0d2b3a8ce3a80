import type { QdrantClient } from "@qdrant/js-client-rest";
import { StoreError } from "../../core/errors.ts";
import { Entry, type KnowledgeStore } from "../../core/knowledge.ts";
import { storedBy, type Filter } from "../../core/knowledge/filter.ts";
import { contentHash, lastOfEach } from "../../core/knowledge/identity.ts";
import { planSearch, rankCandidates, type Candidate } from "../../core/knowledge/rank.ts";
import { connectionTo, type QdrantOptions } from "./qdrant-connection.ts";
import { storeErrorOf, statusOf } from "./qdrant-errors.ts";
import { COLLECTION, collectionName, filterOf, PAYLOAD_INDEXES, pointId, pointOf, queryOf } from "./qdrant-requests.ts";

/** A review does not wait longer for a search. */
const SEARCH_TIMEOUT_MS = 1500;
const WRITE_TIMEOUT_MS = 30_000;
/** Points of one request: a thousand entries of 10 KB stay under the server's 32 MB. */
const BATCH = 500;

/**
 * Knowledge in Qdrant, 1.19 or later (IDF over a corpus of its own).
 *
 * Writes are acknowledged when they are applied. One request is all or nothing; more than 500 entries go in several, each
 * safe to repeat: what a failure left out, the same call brings in.
 */
export function openQdrantKnowledge(options: QdrantOptions): KnowledgeStore {
  const alias = options.collection ?? "reflexgen-knowledge";
  const collection = collectionName(alias);
  const { place, connect } = connectionTo(options);
  const searching = connect(SEARCH_TIMEOUT_MS);
  const writing = connect(WRITE_TIMEOUT_MS);
  let ready: Promise<void> | undefined;

  const explained = async <T>(timeoutMs: number, work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw storeErrorOf(place, error, timeoutMs);
    }
  };
  const written = <T>(work: () => Promise<T>): Promise<T> => explained(WRITE_TIMEOUT_MS, work());

  /** The collection that the alias names now; undefined before the first write. */
  const current = async (client: QdrantClient): Promise<string | undefined> => {
    const { aliases } = await client.getAliases();
    return aliases.find(({ alias_name }) => alias_name === alias)?.collection_name;
  };

  const ensureReady = (): Promise<void> => {
    ready ??= prepare().catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };

  const prepare = async (): Promise<void> => {
    const before = await current(writing);
    if (before === collection) return;
    await createCollection(writing, collection);
    if (before !== undefined) {
      for await (const page of pages(writing, before, [])) await put(page);
    }
    await writing.updateCollectionAliases({
      actions: [
        ...(before === undefined ? [] : [{ delete_alias: { alias_name: alias } }]),
        { create_alias: { alias_name: alias, collection_name: collection } },
      ],
    });
  };

  const put = async (entries: readonly Entry[]): Promise<void> => {
    await writing.upsert(collection, { wait: true, ordering: "strong", points: entries.map(pointOf) });
  };

  return {
    place,

    async upsert(entries) {
      const parsed = lastOfEach(entries.map((entry) => Entry.parse(entry)));
      return written(async () => {
        const report = { added: 0, updated: 0, unchanged: 0 };
        if (parsed.length === 0) return report;
        await ensureReady();
        for (const batch of batches(parsed)) {
          const stored = await writing.retrieve(collection, { ids: batch.map(pointId), with_payload: ["hash"] });
          const hashes = new Map(stored.map(({ id, payload }) => [id, payload?.["hash"]]));
          const changed = batch.filter((entry) => hashes.get(pointId(entry)) !== contentHash(entry));
          if (changed.length > 0) await put(changed);
          const added = changed.filter((entry) => !hashes.has(pointId(entry))).length;
          report.added += added;
          report.updated += changed.length - added;
          report.unchanged += batch.length - changed.length;
        }
        return report;
      });
    },

    async search(query, signal) {
      signal?.throwIfAborted();
      const plan = planSearch(query);
      if (plan.legs.length === 0) return [];
      const answer = async (): Promise<Candidate[]> => {
        const { points } = await searching.query(collection, queryOf(plan)).catch(async (error: unknown) => {
          if (statusOf(error) !== 404) throw error;
          if ((await current(searching)) === undefined) return { points: [] };
          throw new StoreError(`${place} holds knowledge of another version of reflexgen; the next write moves it over`);
        });
        return points.map(({ payload, score }) => ({ entry: entryIn(payload), fused: score }));
      };
      const candidates = await untilAborted(explained(SEARCH_TIMEOUT_MS, answer()), signal);
      return rankCandidates(query, plan, candidates);
    },

    async *list(filter) {
      if (filter?.ids?.length === 0) return;
      const found = pages(writing, alias, storedBy(filter ?? {}));
      for (;;) {
        const page = await written(() => found.next());
        if (page.done) return;
        yield* page.value;
      }
    },

    remove(filter) {
      return written(async () => {
        if (filter.ids?.length === 0 || (await current(writing)) === undefined) return 0;
        const condition = filterOf(storedBy(filter));
        const { count } = await writing.count(alias, { filter: condition, exact: true });
        if (count > 0) await writing.delete(alias, { wait: true, ordering: "strong", filter: condition });
        return count;
      });
    },

    async close() {
      // Connections end by themselves when idle; the client has nothing to close.
    },
  };

  /** Entries page by page; none when the collection is not there yet. */
  async function* pages(client: QdrantClient, name: string, filter: Filter): AsyncGenerator<Entry[]> {
    let offset: string | number | undefined;
    do {
      const request = { filter: filterOf(filter), limit: BATCH, with_payload: ["entry"], ...(offset !== undefined && { offset }) };
      const page = await client.scroll(name, request).catch((error: unknown) => {
        if (statusOf(error) === 404 && offset === undefined) return { points: [], next_page_offset: null };
        throw error;
      });
      yield page.points.map(({ payload }) => entryIn(payload));
      const next = page.next_page_offset;
      offset = typeof next === "string" || typeof next === "number" ? next : undefined;
    } while (offset !== undefined);
  }

  function entryIn(payload: unknown): Entry {
    const found = Entry.safeParse(typeof payload === "object" && payload !== null && "entry" in payload ? payload.entry : undefined);
    if (!found.success) throw new StoreError(`${place} holds a point that is no entry; was the collection written by another program?`);
    return found.data;
  }
}

/** Safe to repeat, and to run twice at once: a collection that is there already is fine, and so is an index. */
async function createCollection(client: QdrantClient, name: string): Promise<void> {
  const { exists } = await client.collectionExists(name);
  if (!exists) {
    await client.createCollection(name, COLLECTION).catch((error: unknown) => {
      if (statusOf(error) !== 409) throw error;
    });
  }
  for (const index of PAYLOAD_INDEXES) await client.createPayloadIndex(name, { wait: true, ...index });
}

function* batches(entries: readonly Entry[]): Generator<Entry[]> {
  for (let start = 0; start < entries.length; start += BATCH) yield entries.slice(start, start + BATCH);
}

/** The client takes no signal: the answer is left behind when the asker goes. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("aborted"));
  signal.addEventListener("abort", stop, { once: true });
  work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  return promise;
}
