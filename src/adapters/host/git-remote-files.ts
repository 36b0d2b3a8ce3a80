import { lstatSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { simpleGit } from "simple-git";
import { UserError } from "../../core/errors.ts";
import { openGit } from "./git.ts";
import { readObjects } from "./git-objects.ts";

/** A file of a repository's commit; its mode says that it is a regular one. */
export type RemoteFile = { path: string; bytes: Uint8Array };

export type RemoteFilesOptions = {
  /** `https://…`, `ssh://…`, `git@HOST:PATH`, `file://…` or a bare repository's folder; `#BRANCH` at its end chooses one. */
  address: string;
  wanted: (path: string) => boolean;
  /** Larger files are only named. */
  mostBytes: (path: string) => number;
  /** The operator's own environment: their keys and credential helpers fetch, as their own `git clone` would. */
  environment: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
};

const SCHEME = /^(?:https|ssh|file):\/\/|^git@[\w.-]+:/;
const MOST_FILES = 20_000;
const MOST_BYTES = 128 * 1024 * 1024;
const SILENCE_MS = 60_000;

/** Is this the address of a repository that has to be fetched, and no plain file or folder? */
export function isGitAddress(text: string): boolean {
  return SCHEME.test(text) || isBareRepository(text.replace(/#[^#]*$/, ""));
}

function isBareRepository(path: string): boolean {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
  return ["HEAD", "objects", "refs"].every((name) => lstatSync(join(path, name), { throwIfNoEntry: false }));
}

/**
 * The wanted regular files at the tip of a repository's default branch, or of the one named. Fetched bare and shallow into a folder of our own
 * that is gone afterwards: nothing is checked out, so no hook, filter, link or submodule comes into play.
 *
 * @throws UserError when it can't be fetched, or holds more than 20,000 files or 128 MB of wanted ones.
 */
export async function readRemoteFiles({
  address,
  wanted,
  mostBytes,
  environment,
  signal,
}: RemoteFilesOptions): Promise<{ files: RemoteFile[]; tooLarge: string[] }> {
  const [place = "", branch] = address.split(/#(?=[^#]*$)/);
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-git-"));
  try {
    await clone(SCHEME.test(place) ? place : resolve(place), branch, folder, environment, signal);
    const git = openGit({ folder, environment, ...(signal && { signal }) });
    const rows = (await git.text(["ls-tree", "-r", "-l", "-z", "HEAD"])).split("\0").flatMap((row) => {
      const [, mode, sha = "", size, path = ""] = /^(\d{6}) blob ([0-9a-f]+) +(\d+)\t(.+)$/s.exec(row) ?? [];
      return mode?.startsWith("100") && wanted(path) ? [{ sha, path, size: Number(size) }] : [];
    });
    const fitting = rows.filter(({ path, size }) => size <= mostBytes(path));
    const bytes = fitting.reduce((sum, { size }) => sum + size, 0);
    if (rows.length > MOST_FILES || bytes > MOST_BYTES)
      throw new UserError(`${place}: more than ${MOST_FILES.toLocaleString("en")} files or 128 MB of entries`);
    const contents = await readObjects(
      git,
      fitting.map(({ sha }) => sha),
    );
    return {
      files: fitting.map(({ path, sha }) => ({ path, bytes: contents.get(sha) ?? new Uint8Array() })),
      tooLarge: rows.filter((row) => !fitting.includes(row)).map(({ path }) => path),
    };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function clone(
  place: string,
  branch: string | undefined,
  folder: string,
  environment: RemoteFilesOptions["environment"],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (branch !== undefined && !/^[\w][\w./-]{0,200}$/.test(branch)) throw new UserError("not the name of a branch");
  const chosen = branch === undefined ? [] : ["--branch", branch];
  const limits = ["--bare", "--depth=1", "--single-branch", "--no-tags", "--quiet", "--template="];
  // What a remote may name is bound to the transports that a person could have meant; no program of its choice runs.
  const settings = { GIT_ALLOW_PROTOCOL: "https:ssh:file", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
  const given = Object.fromEntries(
    Object.entries(environment).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const inherited = Object.fromEntries(Object.entries(given).filter(([name]) => PASSED_ON.test(name)));
  try {
    await simpleGit({
      baseDir: folder,
      config: ["core.hooksPath=/dev/null", "fetch.recurseSubmodules=false", "gc.auto=0"],
      unsafe: { allowUnsafeHooksPath: true, allowUnsafeTemplateDir: true },
      allowEnvironment: Object.keys(settings),
      completion: { onClose: true, onExit: false },
      timeout: { block: SILENCE_MS },
      ...(signal && { abort: signal }),
    })
      .env({ ...inherited, ...settings })
      .raw(["clone", ...limits, ...chosen, "--", place.startsWith("/") ? `file://${place}` : place, "."]);
  } catch (error) {
    const text = error instanceof Error ? error.message : "";
    const reason = /^(?:fatal|error): ([^\n]{1,200})/m.exec(text)?.[1] ?? "git gave no reason";
    throw new UserError(
      `${place.replace(/\/\/[^/@]*@/, "//")}: could not be fetched: ${reason.replace(/\/\/[^/@\s]*@/g, "//")}`,
      {
        cause: error,
      },
    );
  }
}

const PASSED_ON =
  /^(?:PATH|HOME|XDG_CONFIG_HOME|USERPROFILE|SYSTEMROOT|TMPDIR|TEMP|SSH_AUTH_SOCK|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO)_PROXY)$/i;
