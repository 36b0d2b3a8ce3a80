import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Analysis } from "../core/analysis.ts";
import { UserError } from "../core/errors.ts";
import type { Entry, Hit, KnowledgeStore, Scope } from "../core/knowledge.ts";
import { seedJudge, type SeedFile } from "../core/knowledge/seed.ts";
import { isParsed, languageOf, type Language } from "../core/language.ts";
import { Cwe } from "../core/weakness.ts";
import { visible } from "../report/escape.ts";

/** What the words of `reflexgen knowledge` need; `write` takes text for people, line ends included. */
export type KnowledgeCommand = { store: KnowledgeStore; write: (text: string) => void };

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
  options: { readSeeds: (path: string) => AsyncIterable<SeedFile>; scope?: Scope },
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
      const { entries, refusals } = judge(file);
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

export type SearchOptions = { language?: string; weaknesses?: string[]; scopes?: Scope[]; limit?: number };

/** `knowledge search TEXT…`: what the store would hand to a review for this code or these words. */
export async function searchKnowledge(
  { store, write }: KnowledgeCommand,
  text: string,
  { language = "text", weaknesses = [], scopes = ["shared"], limit = 5 }: SearchOptions = {},
): Promise<Hit[]> {
  const hits = await store.search({
    task: "",
    code: text,
    language,
    weaknesses: weaknesses.map(weaknessOf),
    scopes,
    limit,
  });
  if (hits.length === 0) write(`nothing found in ${store.place}\n`);
  for (const { entry, score, sufficient } of hits) {
    const facts = [
      ...entry.weaknesses.slice(0, 3),
      ...entry.languages,
      entry.scope,
      ...(sufficient ? ["sufficient"] : []),
    ];
    write(`${score.toFixed(2)}  ${visible(entry.id)}  ${visible(entry.title)}  (${visible(facts.join(", "))})\n`);
  }
  return hits;
}

function weaknessOf(text: string): Cwe {
  const result = Cwe.safeParse(text);
  if (!result.success) throw new UserError("the weakness is not a CWE number such as CWE-89");
  return result.data;
}

const BatchQuery = z.object({ id: z.string(), text: z.string(), language: z.string().nullish() });

/** How many ids a line of the answer holds at most. */
const BATCH_LIMIT = 50;

/**
 * `knowledge search --batch IN --out OUT`: JSON lines `{id, text, language}` in, `{id, results: [ids]}` out, best first.
 * Imported entries go by the id of their source. With `analysis`, what the rules find in the text is asked for too.
 */
export async function searchKnowledgeBatch(
  { store, write }: KnowledgeCommand,
  files: { input: string; output: string },
  { analysis, scopes = ["shared"] }: { analysis?: Analysis; scopes?: Scope[] } = {},
): Promise<void> {
  const text = await readFile(files.input, "utf8").catch(unusable(files.input, "read"));
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const answers: string[] = [];
  for (const [at, line] of lines.entries()) {
    const { id, text, language } = readBatchLine(line, `${files.input}:${at + 1}`);
    const weaknesses = analysis ? await hintsFrom(analysis, text, language ?? "text") : [];
    const hits = await store.search({
      task: "",
      code: text,
      language: language ?? "text",
      weaknesses,
      scopes,
      limit: BATCH_LIMIT,
    });
    answers.push(JSON.stringify({ id, results: hits.map(({ entry }) => entry.sourceId ?? entry.id) }));
  }
  await writeFile(files.output, answers.map((answer) => `${answer}\n`).join("")).catch(
    unusable(files.output, "written"),
  );
  write(`${answers.length} queries answered from ${store.place}\n`);
}

function unusable(path: string, what: "read" | "written"): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    throw new UserError(`${path} can't be ${what} (${cause.code ?? "unknown reason"})`, { cause });
  };
}

function readBatchLine(line: string, place: string): z.infer<typeof BatchQuery> {
  try {
    return BatchQuery.parse(JSON.parse(line));
  } catch (cause) {
    throw new UserError(`${place}: not a query such as {"id": "1", "text": "code", "language": "python"}`, { cause });
  }
}

/** Weaknesses that the rules see in a text; none where it can't be analysed, as the words still can be searched. */
async function hintsFrom(analysis: Analysis, text: string, name: string): Promise<Cwe[]> {
  const language: Language = languageOf(`query.${EXTENSIONS[name] ?? name}`);
  if (!isParsed(language)) return [];
  try {
    const { alerts = [] } = await analysis.read(
      { path: `query.${EXTENSIONS[name] ?? name}`, language, text },
      { alerts: "all" },
    );
    return [...new Set(alerts.map(({ weakness }) => weakness))];
  } catch {
    return [];
  }
}

/** Extensions of languages whose name is not one. */
const EXTENSIONS: Record<string, string> = { python: "py", javascript: "js", typescript: "ts" };

/**
 * `knowledge show ID`: the entry as a file, once for each scope that has it; `format` gives the file's text.
 *
 * @throws UserError when there is none.
 */
export async function showKnowledge(
  { store, write }: KnowledgeCommand,
  id: string,
  format: (entry: Entry) => string,
): Promise<void> {
  let shown = 0;
  for await (const entry of store.list({ ids: [id] })) {
    if (shown++ > 0) write("\n");
    write(format(entry).split("\n").map(visible).join("\n"));
  }
  if (shown === 0) throw new UserError(`there is no entry ${visible(id)} in ${store.place}`);
}
