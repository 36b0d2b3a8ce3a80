import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../core/errors.ts";
import type { Entry, EntryFilter } from "../../core/knowledge.ts";
import type { KnowledgeCommand } from "./command.ts";

/**
 * `knowledge export PATH`: what `knowledge seed PATH` brings back, standing and status included. A path that ends in `.jsonl` gets a line an
 * entry, any other is a folder and gets a file an entry, below its scope's name. Gives how many there were.
 *
 * @throws UserError when it can't be written.
 */
export async function exportKnowledge(
  { store, write }: KnowledgeCommand,
  path: string,
  { format, ...filter }: EntryFilter & { format: (entry: Entry) => string },
): Promise<number> {
  const lines: string[] = [];
  let count = 0;
  try {
    for await (const entry of store.list(filter)) {
      count++;
      if (path.endsWith(".jsonl")) lines.push(JSON.stringify(entry));
      else {
        // Ids and scopes are of letters, digits, dots and dashes, and begin with none of the marks that lead out of a folder.
        const file = join(path, entry.scope.replace(":", "-"), `${entry.id}.md`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, format(entry));
      }
    }
    if (path.endsWith(".jsonl")) await writeFile(path, lines.map((line) => `${line}\n`).join(""));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw new UserError(`${path} can't be written (${code})`, { cause: error });
  }
  write(`${count} ${count === 1 ? "entry" : "entries"} of ${store.place} in ${path}\n`);
  return count;
}
