import { readConfig } from "../../src/config.ts";
import type { Entry } from "../../src/core/knowledge.ts";
import { wireKnowledge } from "../../src/wire.ts";

/** What an App's store holds of one repository's own lessons. */
export async function lessonsIn(homeFolder: string, repositoryId: number): Promise<Entry[]> {
  const store = wireKnowledge(readConfig({ REFLEXGEN_HOME: homeFolder }));
  try {
    const lessons: Entry[] = [];
    for await (const entry of store.list({ scope: `repo:${repositoryId}` })) lessons.push(entry);
    return lessons;
  } finally {
    await store.close();
  }
}
