import type { Entry, Scope } from "../../core/knowledge.ts";
import type { EntryRefusal } from "../../core/knowledge/entry-lint.ts";
import { seedJudge, type SeedFile } from "../../core/knowledge/seed.ts";
import { visible } from "../../report/escape.ts";
import type { KnowledgeCommand } from "./command.ts";

export type SeedReport = { added: number; updated: number; unchanged: number; refused: number };

/** Entries that go to the store in one piece; a file is never split. */
const BATCH = 200;

/**
 * `knowledge seed PATH…`: brings entry files, folders and JSON lines into the store. Safe to repeat.
 * A file with anything to refuse is refused whole, with its reasons; the other files are taken.
 */
export async function seedKnowledge(
  { store, write }: KnowledgeCommand,
  paths: readonly string[],
  options: {
    readSeeds: (path: string) => AsyncIterable<SeedFile>;
    scope?: Scope;
    /** Refuses a "secure" example that an analyser flags. */
    judgeExamples?: (entry: Entry) => Promise<EntryRefusal[]>;
  },
): Promise<SeedReport> {
  const report: SeedReport = { added: 0, updated: 0, unchanged: 0, refused: 0 };
  const judge = seedJudge(options.scope);
  let waiting: Entry[] = [];
  const flush = async (): Promise<void> => {
    const { added, updated, unchanged } = await store.upsert(waiting);
    report.added += added;
    report.updated += updated;
    report.unchanged += unchanged;
    waiting = [];
  };
  for (const path of paths) {
    for await (const file of options.readSeeds(path)) {
      const { entries, refusals } = await withExamplesJudged(judge(file), options.judgeExamples);
      for (const { place, reason } of refusals) write(`refused ${visible(place)}: ${visible(reason)}\n`);
      if (refusals.length > 0) report.refused++;
      waiting.push(...entries.map(({ entry }) => entry));
      if (waiting.length >= BATCH) await flush();
    }
  }
  if (waiting.length > 0) await flush();
  const refused = report.refused > 0 ? `, ${report.refused} ${report.refused === 1 ? "file" : "files"} refused` : "";
  write(`${store.place}: ${report.added} added, ${report.updated} updated, ${report.unchanged} unchanged${refused}\n`);
  return report;
}

async function withExamplesJudged(
  file: SeedFile,
  judgeExamples: ((entry: Entry) => Promise<EntryRefusal[]>) | undefined,
): Promise<SeedFile> {
  if (!judgeExamples) return file;
  const refusals = [...file.refusals];
  for (const { place, entry } of file.entries) {
    if (entry.examples.length === 0) continue;
    for (const { key, reason } of await judgeExamples(entry)) refusals.push({ place, reason: `${key}: ${reason}` });
  }
  return refusals.length === file.refusals.length ? file : { ...file, entries: [], refusals };
}
