import { isOutlined, languageOf } from "../../core/language.ts";
import { unreadableMode } from "./blob-text.ts";
import { openBareCopy, type BareCopy, type RemoteOptions } from "./git-fetch.ts";
import { mentioningIn } from "./git-mentions.ts";
import { readObjects } from "./git-objects.ts";
import type { GitHubTree } from "./github-tree.ts";
import type { Log } from "./github-writes.ts";
import { redactTokens } from "./redact-tokens.ts";

/** Some of a repository's contents, fetched by git when first asked for. What git can't do costs the help, never the review. */
export type BlobCopy = {
  /** Contents by SHA; empty where git can't fetch. All of it is held in memory: bound the sizes first. */
  blobs(shas: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Paths of code files of a commit that mention any of the words. */
  mentioning(commit: string, tree: GitHubTree, words: readonly string[], limit: number): Promise<string[]>;
  close(): Promise<void>;
};

/** Code that is searched: larger files and larger repositories are not. */
const MOST_SEARCHED_BYTES = 256 * 1024;
const MOST_SEARCHED_FILES = 20_000;
const MOST_BYTES = 128 * 1024 * 1024;
/** A copy that nobody closed. */
const KEPT_MS = 60 * 60_000;

export function openBlobCopy(options: RemoteOptions & { log: Log }): BlobCopy {
  let opened: Promise<BareCopy> | undefined;
  let searched: { commit: string; ready: Promise<boolean> } | undefined;

  function copy(): Promise<BareCopy> {
    if (!opened) setTimeout(() => void close(), KEPT_MS).unref();
    return (opened ??= openBareCopy(options));
  }

  async function orNone<Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (options.signal?.aborted) throw error;
      const reason = redactTokens(error instanceof Error ? error.message : String(error)).slice(0, 200);
      options.log("git could not fetch", { what, reason });
      return undefined;
    }
  }

  /** The trees of the commit, and of its files those that a search can serve. */
  async function prepare(commit: string, tree: GitHubTree): Promise<boolean> {
    const entries = [...((await tree.all()) ?? [])];
    const code = entries.filter(
      ([path, { mode, size }]) =>
        unreadableMode(mode) === undefined && size <= MOST_SEARCHED_BYTES && isOutlined(languageOf(path)),
    );
    const bytes = code.reduce((sum, [, { size }]) => sum + size, 0);
    if (code.length === 0 || code.length > MOST_SEARCHED_FILES || bytes > MOST_BYTES) return false;
    const bare = await copy();
    // What is asked for by name comes whatever the filter says.
    await bare.fetch(["--depth=1", "--filter=blob:none"], [commit, ...new Set(code.map(([, { sha }]) => sha))]);
    return true;
  }

  async function close(): Promise<void> {
    const closing = opened;
    opened = undefined;
    searched = undefined;
    await (await closing?.catch(() => undefined))?.close();
  }

  return {
    blobs: async (shas) =>
      (await orNone("contents", async () => {
        const bare = await copy();
        await bare.fetch(["--filter=blob:none"], [...new Set(shas)]);
        return readObjects(bare.git, shas);
      })) ?? new Map<string, Buffer>(),

    async mentioning(commit, tree, words, limit) {
      if (searched?.commit !== commit)
        searched = {
          commit,
          ready: orNone("code to search", () => prepare(commit, tree)).then((ready) => ready === true),
        };
      if (!(await searched.ready)) return [];
      return mentioningIn((await copy()).git, commit, words, limit);
    },

    close,
  };
}
