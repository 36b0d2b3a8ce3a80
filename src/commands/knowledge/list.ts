import type { Entry, EntryFilter, Standing } from "../../core/knowledge.ts";
import { visible } from "../../report/escape.ts";
import type { KnowledgeCommand } from "./command.ts";

/** `knowledge list`: an entry a line, or its JSON. Gives how many there are. */
export async function listKnowledge(
  { store, write }: KnowledgeCommand,
  filter: EntryFilter,
  { json = false }: { json?: boolean } = {},
): Promise<number> {
  let count = 0;
  for await (const entry of store.list(filter)) {
    count++;
    write(json ? `${JSON.stringify(entry)}\n` : `${lineOf(entry)}\n`);
  }
  if (count === 0 && !json) write(`nothing of that kind in ${store.place}\n`);
  return count;
}

function lineOf({ id, kind, status, scope, weaknesses, languages, title, standing }: Entry): string {
  const facts = [scope, kind, ...weaknesses.slice(0, 3), ...languages.slice(0, 3), ...recordOf(standing)];
  return `${status.padEnd(8)}  ${visible(id)}  ${visible(title)}  (${visible(facts.join(", "))})`;
}

function recordOf(standing: Standing): string[] {
  return Object.entries(standing).flatMap(([what, times]) => (times > 0 ? [`${what} ${times}×`] : []));
}
