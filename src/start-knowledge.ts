import type { ExitCode } from "./commands/review.ts";
import type { KnowledgeCommand } from "./commands/knowledge/command.ts";
import { readConfig } from "./config.ts";
import { UserError } from "./core/errors.ts";
import { Scope, Status, type EntryFilter } from "./core/knowledge.ts";
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
  const [{ seedKnowledge }, { judgeExamples }] = await Promise.all([
    import("./commands/knowledge/seed.ts"),
    import("./core/knowledge/judge-examples.ts"),
  ]);
  return withStore(async (command) =>
    withAnalysis(async (analysis) => {
      const { refused } = await seedKnowledge(command, paths, {
        readSeeds: await wireSeeds(process.env),
        judgeExamples: (entry) => judgeExamples(entry, analysis),
        ...(scope === undefined ? {} : { scope: readScope(scope) }),
      });
      return refused > 0 ? 1 : 0;
    }),
  );
}

/** `knowledge search`: 0 when something was found, 1 when nothing was. */
export async function startSearch(texts: readonly string[], words: SearchWords): Promise<ExitCode> {
  const scopes = words.scope.map(readScope);
  return withStore(async (command) => {
    if (words.batch === undefined) {
      const { searchKnowledge } = await import("./commands/knowledge/search.ts");
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
    const { searchKnowledgeBatch } = await import("./commands/knowledge/search-batch.ts");
    const files = { input: words.batch, output: words.out };
    if (!words.hints) await searchKnowledgeBatch(command, files, { scopes });
    else await withAnalysis((analysis) => searchKnowledgeBatch(command, files, { scopes, analysis }));
    return 0;
  });
}

/** `knowledge show`: the entry as a file. */
export async function startShow(id: string): Promise<ExitCode> {
  const { writeEntryFile } = await wireEntryFile();
  const { showKnowledge } = await import("./commands/knowledge/show.ts");
  return withStore(async (command) => {
    await showKnowledge(command, id, writeEntryFile);
    return 0;
  });
}

export type FilterWords = { scope?: string; status?: string };

/** `knowledge list`: 0 when there is something, 1 when there is not. */
export async function startList({ json, ...words }: FilterWords & { json?: boolean }): Promise<ExitCode> {
  const { listKnowledge } = await import("./commands/knowledge/list.ts");
  return withStore(async (command) =>
    (await listKnowledge(command, readFilter(words), { json: json === true })) > 0 ? 0 : 1,
  );
}

/** `knowledge approve` and `knowledge retire`. */
export async function startStatus(
  ids: readonly string[],
  status: "active" | "retired",
  { scope }: { scope?: string },
): Promise<ExitCode> {
  const { setStatus } = await import("./commands/knowledge/set-status.ts");
  return withStore(async (command) => {
    await setStatus(command, ids, status, scope === undefined ? undefined : readScope(scope));
    return 0;
  });
}

/** `knowledge export`: what `knowledge seed` brings back. */
export async function startExport(path: string, words: FilterWords): Promise<ExitCode> {
  const [{ exportKnowledge }, { writeEntryFile }] = await Promise.all([
    import("./commands/knowledge/export.ts"),
    wireEntryFile(),
  ]);
  return withStore(async (command) => {
    await exportKnowledge(command, path, { ...readFilter(words), format: writeEntryFile });
    return 0;
  });
}

export async function startStats(): Promise<ExitCode> {
  const { knowledgeStats } = await import("./commands/knowledge/stats.ts");
  return withStore(async (command) => {
    await knowledgeStats(command);
    return 0;
  });
}

export async function startReindex(): Promise<ExitCode> {
  const { reindexKnowledge } = await import("./commands/knowledge/reindex.ts");
  return withStore(async (command) => {
    await reindexKnowledge(command);
    return 0;
  });
}

/** `knowledge erase`: everything of one scope. */
export async function startErase({ scope, yes }: { scope: string; yes?: boolean }): Promise<ExitCode> {
  const { eraseKnowledge } = await import("./commands/knowledge/erase.ts");
  return withStore(async (command) => {
    await eraseKnowledge(command, readScope(scope), { yes: yes === true });
    return 0;
  });
}

function readFilter({ scope, status }: FilterWords): EntryFilter {
  const read = status === undefined ? undefined : Status.safeParse(status);
  if (read && !read.success) throw new UserError("not a status: proposed, active or retired");
  return {
    ...(scope === undefined ? {} : { scope: readScope(scope) }),
    ...(read ? { status: read.data } : {}),
  };
}

async function withAnalysis<T>(work: (analysis: ReturnType<typeof wireAnalysis>) => Promise<T>): Promise<T> {
  const analysis = wireAnalysis({ processes: 1, environment: {}, reviewed: [] });
  try {
    return await work(analysis);
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
