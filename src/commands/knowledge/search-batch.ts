import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import type { Analysis } from "../../core/analysis.ts";
import { UserError } from "../../core/errors.ts";
import type { Scope } from "../../core/knowledge.ts";
import { isParsed, languageNamed } from "../../core/language.ts";
import type { Cwe } from "../../core/weakness.ts";
import type { KnowledgeCommand } from "./command.ts";

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
  const language = languageNamed(name);
  if (!isParsed(language)) return [];
  try {
    const { alerts = [] } = await analysis.read(
      { path: "query", language, text },
      { alerts: "all" },
    );
    return [...new Set(alerts.map(({ weakness }) => weakness))];
  } catch {
    return [];
  }
}
