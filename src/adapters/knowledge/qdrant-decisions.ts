import type { QdrantClient } from "@qdrant/js-client-rest";
import { Decision, type DecisionStore } from "../../core/decision.ts";
import { StoreError } from "../../core/errors.ts";
import { entryUuid } from "../../core/knowledge/identity.ts";
import { connectionTo, type QdrantOptions } from "./qdrant-connection.ts";
import { storeErrorOf, statusOf } from "./qdrant-errors.ts";

const TIMEOUT_MS = 5000;
/** Decisions of one answer, and of one repository: whoever makes more than that has stopped reviewing. */
const PAGE = 500;
const MOST = 5000;

/** One collection for all; its number is raised when the form changes. */
const collectionName = (name: string) => `${name}-1`;

/**
 * Decisions in Qdrant, as points without a vector: it is where a company keeps its knowledge already. The repository is the tenant.
 */
export function openQdrantDecisions(options: QdrantOptions): DecisionStore {
  const collection = collectionName(options.collection ?? "reflexgen-decisions");
  const { place, connect } = connectionTo(options);
  const client = connect(TIMEOUT_MS);
  let ready: Promise<void> | undefined;

  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storeErrorOf(place, error, TIMEOUT_MS);
    }
  };
  const ensureReady = (): Promise<void> => {
    ready ??= createCollection(client, collection).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };

  return {
    async remember(repository, given) {
      const decision = Decision.parse(given);
      await explained(async () => {
        await ensureReady();
        const point = pointOf(repository, decision);
        const [stored] = await client.retrieve(collection, { ids: [point.id], with_payload: ["decision"] });
        // An older word never takes the place of a newer one.
        if (stored && decisionIn(stored.payload, place).atMs > decision.atMs) return;
        await client.upsert(collection, { wait: true, ordering: "strong", points: [point] });
      });
    },

    of: (repository, nowMs) =>
      explained(async () => {
        const found: Decision[] = [];
        let offset: string | number | undefined;
        do {
          const request = {
            filter: ofRepositories([repository]),
            limit: PAGE,
            with_payload: ["decision"],
            ...(offset !== undefined && { offset }),
          };
          const page = await client.scroll(collection, request).catch(nothingYet);
          found.push(...page.points.map(({ payload }) => decisionIn(payload, place)));
          const next = page.next_page_offset;
          offset = typeof next === "string" || typeof next === "number" ? next : undefined;
        } while (offset !== undefined && found.length < MOST);
        return found
          .filter(({ untilMs }) => untilMs > nowMs)
          .toSorted((a, b) => a.atMs - b.atMs || a.pull - b.pull || (a.id < b.id ? -1 : 1));
      }),

    forget: (repositories) =>
      explained(async () => {
        if (repositories.length === 0 || !(await client.collectionExists(collection)).exists) return;
        await client.delete(collection, { wait: true, ordering: "strong", filter: ofRepositories(repositories) });
      }),
  };
}

function pointOf(repository: number, decision: Decision) {
  const id = entryUuid(`decision/${repository}/${decision.pull}/${decision.id}`);
  return { id, vector: {}, payload: { repository: [String(repository)], decision } };
}

function ofRepositories(repositories: readonly number[]) {
  return { must: [{ key: "repository", match: { any: repositories.map(String) } }] };
}

function decisionIn(payload: unknown, place: string): Decision {
  const held = typeof payload === "object" && payload !== null && "decision" in payload ? payload.decision : undefined;
  const found = Decision.safeParse(held);
  if (!found.success)
    throw new StoreError(`${place} holds a point that is no decision; was the collection written by another program?`);
  return found.data;
}

/** Before the first decision there is no collection. */
function nothingYet(error: unknown): { points: []; next_page_offset: null } {
  if (statusOf(error) === 404) return { points: [], next_page_offset: null };
  throw error;
}

/** Safe to repeat, and to run twice at once. */
async function createCollection(client: QdrantClient, name: string): Promise<void> {
  const { exists } = await client.collectionExists(name);
  if (!exists)
    await client.createCollection(name, { vectors: {} }).catch((error: unknown) => {
      if (statusOf(error) !== 409) throw error;
    });
  await client.createPayloadIndex(name, {
    wait: true,
    field_name: "repository",
    field_schema: { type: "keyword", is_tenant: true },
  });
}
