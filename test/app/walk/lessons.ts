import { openEmbeddedKnowledge } from "../../../src/adapters/knowledge/embedded.ts";
import type { Entry } from "../../../src/core/knowledge.ts";

/** What a scope of the App's own store holds, read beside it. */
export async function lessonsIn(folder: string, scope: string): Promise<Entry[]> {
  const store = openEmbeddedKnowledge({ folder });
  const entries: Entry[] = [];
  for await (const entry of store.list({ scope })) entries.push(entry);
  await store.close();
  return entries;
}
