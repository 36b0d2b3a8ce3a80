import type { ExitCode } from "./commands/review.ts";
import {
  searchKnowledge,
  searchKnowledgeBatch,
  seedKnowledge,
  showKnowledge,
  type KnowledgeCommand,
} from "./commands/knowledge.ts";
import { readConfig } from "./config.ts";
import { UserError } from "./core/errors.ts";
import { Scope } from "./core/knowledge.ts";
import { wireAnalysis, wireEntryFile, wireKnowledge, wireSeeds } from "./wire.ts";

export type SearchWords = {
  language?: string;
  weakness: string[];
  scope: string[];
  limit: number;
  batch?: string;
  out?: string;
  hints?: boolean;
};

/** `knowledge seed`: 0 when everything was taken, 1 when files were refused. */
export async function startSeed(paths: readonly string[], { scope }: { scope?: string }): Promise<ExitCode> {
  return withStore(async (command) => {
    const { refused } = await seedKnowledge(command, paths, {
      readSeeds: await wireSeeds(),
      ...(scope === undefined ? {} : { scope: readScope(scope) }),
    });
    return refused > 0 ? 1 : 0;
  });
}

/** `knowledge search`: 0 when something was found, 1 when nothing was. */
export async function startSearch(texts: readonly string[], words: SearchWords): Promise<ExitCode> {
  const scopes = words.scope.map(readScope);
  return withStore(async (command) => {
    if (words.batch === undefined) {
      if (texts.length === 0) throw new UserError("say what to search for, or name a file of queries with --batch");
      const hits = await searchKnowledge(command, texts.join(" "), {
        ...(words.language ? { language: words.language } : {}),
        weaknesses: words.weakness,
        scopes,
        limit: words.limit,
      });
      return hits.length > 0 ? 0 : 1;
    }
    if (words.out === undefined) throw new UserError("--batch needs --out, the file that takes the answers");
    const files = { input: words.batch, output: words.out };
    if (!words.hints) await searchKnowledgeBatch(command, files, { scopes });
    else await withHints((analysis) => searchKnowledgeBatch(command, files, { scopes, analysis }));
    return 0;
  });
}

/** `knowledge show`: the entry as a file. */
export async function startShow(id: string): Promise<ExitCode> {
  const { writeEntryFile } = await wireEntryFile();
  return withStore(async (command) => {
    await showKnowledge(command, id, writeEntryFile);
    return 0;
  });
}

async function withHints(work: (analysis: ReturnType<typeof wireAnalysis>) => Promise<void>): Promise<void> {
  const analysis = wireAnalysis({ processes: 1, environment: {}, reviewed: [] });
  try {
    await work(analysis);
  } finally {
    await analysis.close();
  }
}

async function withStore(work: (command: KnowledgeCommand) => Promise<ExitCode>): Promise<ExitCode> {
  const store = wireKnowledge(readConfig(process.env));
  try {
    return await work({ store, write: (text) => void process.stdout.write(text) });
  } finally {
    await store.close();
  }
}

function readScope(text: string): Scope {
  const scope = Scope.safeParse(text);
  if (!scope.success) throw new UserError("not a scope: shared, org:ID or repo:ID");
  return scope.data;
}
