import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openAnalysis } from "./adapters/analysis/process.ts";
import type { EmbeddedDecisions } from "./adapters/knowledge/embedded-decisions.ts";
import type { Config, Environment } from "./config.ts";
import type { PlainFiles } from "./adapters/host/plain-files.ts";
import type { LocalChange, LocalChangeOptions } from "./adapters/host/local-git.ts";
import type { SetupTools } from "./commands/setup.ts";
import type { Analysis } from "./core/analysis.ts";
import type { GitHubAddresses } from "./core/app-registration.ts";
import type { Baseline } from "./core/baseline.ts";
import type { Change } from "./core/change.ts";
import type { DecisionStore } from "./core/decision.ts";
import { StoreError, UserError } from "./core/errors.ts";
import type { Claims } from "./core/claim.ts";
import type { Entry, KnowledgeStore } from "./core/knowledge.ts";
import type { SeedFile } from "./core/knowledge/seed.ts";
import type { Model } from "./core/model.ts";
import type { Prompts } from "./core/prompts.ts";
import { packagePath } from "./package.ts";

/** `toolchain`: the user's own compilers judge patches too; never one that lies in the reviewed folder. */
export function wireAnalysis(options: {
  processes: number;
  environment: Environment;
  reviewed: readonly string[];
}): Analysis {
  return openAnalysis({
    processes: options.processes,
    rulesFolder: packagePath("knowledge/rules"),
    eager: true,
    toolchain: { path: options.environment["PATH"] ?? "", notUnder: options.reviewed },
  });
}

export async function wireLocalChange(options: LocalChangeOptions): Promise<LocalChange> {
  const { openLocalChange } = await import("./adapters/host/local-git.ts");
  return openLocalChange(options);
}

export async function wirePullRequest(
  { github }: Config,
  { owner, repo, number }: { owner: string; repo: string; number: number },
): Promise<Change> {
  if (github.token === undefined) throw new UserError("GITHUB_TOKEN is not set; a pull request is read with it");
  const { openOctokit, openPullRequest } = await import("./adapters/host/github-pull.ts");
  return openPullRequest({ octokit: openOctokit({ token: github.token, apiUrl: github.apiUrl }), owner, repo, number });
}

export async function wireFiles(
  folder: string,
  paths: readonly string[],
  environment: Environment,
): Promise<PlainFiles> {
  const { openPlainFiles } = await import("./adapters/host/plain-files.ts");
  return openPlainFiles({ folder, paths, environment });
}

/** What `reflexgen setup` works with; `github` is the server's address as given. */
export async function wireSetup({ apply, github }: { apply: boolean; github: string }): Promise<{
  github: GitHubAddresses;
  tools: Omit<SetupTools, "say" | "signal" | "makeSecret">;
}> {
  const [manifests, server, settings, { convertManifest }, { githubAddresses }, { openBrowser }] = await Promise.all([
    import("./adapters/host/app-manifest.ts"),
    import("./adapters/host/registration-server.ts"),
    import("./adapters/host/settings-file.ts"),
    import("./adapters/host/app-manifest-conversion.ts"),
    import("./adapters/host/github-addresses.ts"),
    import("./adapters/host/open-browser.ts"),
  ]);
  const addresses = githubAddresses(github);
  const manifest = await manifests.readAppManifest(packagePath(apply ? "app-apply.yml" : "app.yml"));
  return {
    github: addresses,
    tools: {
      rights: manifests.rightsOf(manifest),
      form: (registration) => manifests.registrationForm(manifest, registration),
      serve: server.openRegistrationServer,
      convert: (code) => convertManifest(code, { apiUrl: addresses.apiUrl }),
      writeSettings: settings.writeSettingsFile,
      openBrowser,
    },
  };
}

/** Writes fixed texts below `root`; loaded only when something is applied. */
export function wireWriter(root: string): (path: string, expected: string, text: string) => Promise<void> {
  return async (path, expected, text) => {
    const { writeInside } = await import("./adapters/host/write-inside.ts");
    return writeInside(root, path, expected, text);
  };
}

/** Others' results, where a person named files of them; `root` is the reviewed tree's folder. */
export async function wireClaims(files: readonly string[], root: string | undefined): Promise<Claims> {
  const { readSarifFiles } = await import("./adapters/sarif/read-sarif.ts");
  return readSarifFiles(files, root);
}

/** The findings of a baseline file that a person named. */
export async function wireBaseline(file: string): Promise<Baseline> {
  const [{ parseBaseline }, text] = await Promise.all([
    import("./core/baseline.ts"),
    readFile(file, "utf8").catch((error: unknown) => {
      throw new UserError(`${file}: no such file, or no right to read it`, { cause: error });
    }),
  ]);
  return parseBaseline(text, file);
}

/** Writes the baseline of the tree below `root`. */
export function wireBaselineWriter(root: string): (text: string) => Promise<void> {
  return async (text) => {
    const [{ placeInside }, { BASELINE_PATH }] = await Promise.all([
      import("./adapters/host/place-inside.ts"),
      import("./core/baseline.ts"),
    ]);
    return placeInside(root, BASELINE_PATH, text);
  };
}

/** Reads entry files, folders of them, JSON lines, and the same from repositories, which are fetched bare. */
export async function wireSeeds(environment: NodeJS.ProcessEnv): Promise<(path: string) => AsyncIterable<SeedFile>> {
  const [{ isSeedPath, mostSeedBytes, readSeedBytes, readSeeds }, { isGitAddress, readRemoteFiles }] =
    await Promise.all([import("./adapters/knowledge/seed-source.ts"), import("./adapters/host/git-remote-files.ts")]);
  return async function* (address) {
    if (!isGitAddress(address)) {
      yield* readSeeds(address);
      return;
    }
    const remote = { address, wanted: isSeedPath, mostBytes: mostSeedBytes, environment };
    const { files, tooLarge } = await readRemoteFiles(remote);
    for (const { path, bytes } of files) yield readSeedBytes(path, bytes);
    for (const path of tooLarge) yield readSeedBytes(path, undefined);
  };
}

/** The one place that reads and writes entries as files. */
export async function wireEntryFile(): Promise<{
  writeEntryFile: (entry: Entry) => string;
  readEntryFile: (text: string, path: string) => Entry;
}> {
  return import("./adapters/knowledge/entry-file.ts");
}

/** A model only where one is named; a key that lies in the environment is no consent to send code. */
export async function wireModel(
  config: Config,
  name: string | undefined,
): Promise<{ model: Model; prompts: Prompts } | undefined> {
  const chosen = name ?? config.model.name;
  if (chosen === undefined) return undefined;
  const { apiKey, baseUrl } = config.model;
  if (apiKey === "" && new URL(baseUrl).hostname === "api.openai.com")
    throw new UserError("OPENAI_API_KEY is not set; api.openai.com wants one (OPENAI_BASE_URL names another endpoint)");
  const [{ openAICompatible }, { loadPrompts }] = await Promise.all([
    import("./adapters/model/openai-compatible.ts"),
    import("./prompts/load.ts"),
  ]);
  return { model: openAICompatible({ ...config.model, model: chosen }), prompts: loadPrompts() };
}

/**
 * Qdrant where its address is given, else the embedded store; opened at the first question, since most runs of a clean change ask none.
 * The embedded store gets the practices that come with this package; a shared Qdrant is seeded by its operator.
 */
export function wireKnowledge(config: Config): KnowledgeStore {
  let opened: Promise<KnowledgeStore> | undefined;
  const open = () =>
    (opened ??= (config.qdrant ? openQdrant(config.qdrant) : openEmbedded(config.dataFolder)).catch(asStoreError));
  return {
    place: config.qdrant ? `qdrant at ${new URL(config.qdrant.url).host}` : `embedded (${config.dataFolder})`,
    search: async (query, signal) => (await open()).search(query, signal),
    prepare: () => void open().catch(() => {}),
    upsert: async (entries) => (await open()).upsert(entries),
    async *list(filter) {
      yield* (await open()).list(filter);
    },
    remove: async (filter) => (await open()).remove(filter),
    close: async () => (await opened)?.close(),
  };
}

/** Where knowledge is kept, decisions are, too. */
export function wireDecisions(config: Config): DecisionStore & { close(): Promise<void> } {
  const { qdrant } = config;
  let opened: Promise<DecisionStore & { close?: () => Promise<void> }> | undefined;
  const open = () =>
    (opened ??= qdrant ? openQdrantDecisionsAt(qdrant) : openEmbeddedDecisionsIn(config.dataFolder)).catch(
      asStoreError,
    );
  return {
    remember: async (repository, decision) => (await open()).remember(repository, decision),
    of: async (repository, nowMs) => (await open()).of(repository, nowMs),
    forget: async (repositories) => (await open()).forget(repositories),
    close: async () => (await opened)?.close?.(),
  };
}

async function openQdrantDecisionsAt({ url, apiKey }: NonNullable<Config["qdrant"]>): Promise<DecisionStore> {
  const { openQdrantDecisions } = await import("./adapters/knowledge/qdrant-decisions.ts");
  return openQdrantDecisions({ url, ...(apiKey ? { apiKey } : {}) });
}

async function openEmbeddedDecisionsIn(folder: string): Promise<EmbeddedDecisions> {
  const { openEmbeddedDecisions } = await import("./adapters/knowledge/embedded-decisions.ts");
  return openEmbeddedDecisions({ folder });
}

/** Whatever keeps the store from being opened costs a review its knowledge, not itself. */
function asStoreError(error: unknown): never {
  throw error instanceof UserError ? new StoreError(error.message, { cause: error }) : error;
}

async function openQdrant({ url, apiKey }: NonNullable<Config["qdrant"]>): Promise<KnowledgeStore> {
  const { openQdrantKnowledge } = await import("./adapters/knowledge/qdrant.ts");
  return openQdrantKnowledge({ url, ...(apiKey ? { apiKey } : {}) });
}

async function openEmbedded(folder: string): Promise<KnowledgeStore> {
  const { openEmbeddedKnowledge } = await import("./adapters/knowledge/embedded.ts");
  const store = openEmbeddedKnowledge({ folder });
  const shipped = await readShippedPractices();
  const kept = new Set<string>();
  for await (const entry of store.list({ scope: "shared", ids: shipped.map(({ id }) => id) }))
    if (entry.status !== "active") kept.add(entry.id);
  // What people retired stays retired.
  await store.upsert(shipped.filter(({ id }) => !kept.has(id)));
  return store;
}

async function readShippedPractices(): Promise<Entry[]> {
  const { readEntryFile } = await wireEntryFile();
  const folder = packagePath("knowledge/practices");
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".md")).sort();
  return Promise.all(paths.map(async (path) => readEntryFile(await readFile(join(folder, path), "utf8"), path)));
}
