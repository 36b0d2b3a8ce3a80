import type { Entry } from "../../core/knowledge.ts";
import type { KnowledgeCommand } from "./command.ts";

const BATCH = 200;

/** `knowledge reindex`: writes every entry's vector anew where it is of another reading of texts than today's. Safe to repeat and to break off. */
export async function reindexKnowledge({ store, write }: KnowledgeCommand): Promise<void> {
  let waiting: Entry[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    await store.upsert(waiting);
    count += waiting.length;
    waiting = [];
  };
  for await (const entry of store.list()) if (waiting.push(entry) === BATCH) await flush();
  if (waiting.length > 0) await flush();
  write(`${store.place}: ${count} ${count === 1 ? "entry is" : "entries are"} indexed by today's reading of texts\n`);
}
