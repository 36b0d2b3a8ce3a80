import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import type { ChangedFile, RepositoryFiles, Unread } from "../../core/change.ts";
import { UserError } from "../../core/errors.ts";
import { blobText, REASONS } from "./blob-text.ts";
import { changedFile } from "./changed-file.ts";
import { mentioningIn } from "./git-mentions.ts";
import { openGit, type GitOptions } from "./git.ts";
import { listFiles, type Listed } from "./list-files.ts";
import { readInside } from "./read-inside.ts";
import { isRepositoryPath } from "./repository-path.ts";

export type PlainFilesOptions = {
  /** What relative paths start from: the working folder. */
  folder: string;
  /** Files and folders, as a person names them. */
  paths: readonly string[];
  environment?: GitOptions["environment"];
};

/** Files and folders without a change: every line counts as changed. */
export type PlainFiles = {
  title: string;
  /** What all paths are relative to: the working folder, or what holds all the named paths when some lie outside of it. */
  root: string;
  /** Read while it is walked through, a few files ahead: a tree of any size fits. Can be walked again. */
  files: AsyncIterable<ChangedFile | Unread>;
  /** The same tree, for context. It has no base side: what is scanned sets no policy. */
  around: RepositoryFiles;
};

/** A path that a person named: `real` has no symbolic link on the way; `link` says that it is one itself. */
type Named = { real: string; kind: "file" | "folder" | "link" };

/** Files being read ahead of the one that is wanted. */
const AHEAD = 8;

/** @throws UserError when a path is not there. */
export async function openPlainFiles({ folder, paths, environment }: PlainFilesOptions): Promise<PlainFiles> {
  if (paths.length === 0) throw new UserError("name at least one file or folder to scan");
  const named = await Promise.all(paths.map((path) => find(resolve(folder), path)));
  const here = await realpath(folder);
  const root = named.every(({ real }) => isInside(here, real)) ? here : holderOf(named);
  return {
    title: paths.length === 1 ? basename(named[0]?.real ?? root) : basename(root),
    root,
    files: { [Symbol.asyncIterator]: () => read(root, list(named, environment)) },
    around: {
      read: async (path) => {
        const found = isRepositoryPath(path) ? await readInside(root, path) : undefined;
        const text = found && "bytes" in found ? blobText(found.bytes) : undefined;
        return text && "text" in text ? text.text : undefined;
      },
      readBase: async () => undefined,
      mentioning: (words, limit) =>
        mentioningIn(openGit({ folder: root, environment }), undefined, words, limit).catch(() => []),
    },
  };
}

async function find(folder: string, path: string): Promise<Named> {
  try {
    const full = resolve(folder, path);
    // As elsewhere on a command line, `link` is the link and `link/` the folder behind it.
    const facts = await lstat(/[/\\]$/.test(path) ? full + sep : full);
    if (facts.isSymbolicLink()) return { real: resolve(await realpath(dirname(full)), basename(full)), kind: "link" };
    return { real: await realpath(full), kind: facts.isDirectory() ? "folder" : "file" };
  } catch (error) {
    throw new UserError(`${JSON.stringify(path)}: no such file or folder, or no right to read it`, { cause: error });
  }
}

/** Every file once, however often it was named. */
async function* list(named: readonly Named[], environment: GitOptions["environment"]): AsyncGenerator<Listed> {
  const seen = new Set<string>();
  for (const { real, kind } of named) {
    if (kind === "link") yield { path: real, reason: REASONS.symlink };
    else if (kind === "file" && !seen.has(real)) yield { file: real };
    if (kind !== "folder") seen.add(real);
    else
      for await (const listed of listFiles(real, environment)) {
        const path = "file" in listed ? listed.file : listed.path;
        if (!seen.has(path)) yield listed;
        if (named.length > 1) seen.add(path);
      }
  }
}

async function* read(root: string, listed: AsyncGenerator<Listed>): AsyncGenerator<ChangedFile | Unread> {
  const pending: Promise<ChangedFile | Unread | undefined>[] = [];
  for await (const item of listed) {
    pending.push(readOne(root, item));
    const next = pending.length > AHEAD ? await pending.shift() : undefined;
    if (next) yield next;
  }
  for (const last of pending) {
    const next = await last;
    if (next) yield next;
  }
}

/** Undefined for a file that git still lists and that is gone. */
async function readOne(root: string, listed: Listed): Promise<ChangedFile | Unread | undefined> {
  const path = pathFrom(root, "file" in listed ? listed.file : listed.path);
  if ("reason" in listed) return { path, reason: listed.reason };
  const found = await readInside(root, path);
  if (!found || "reason" in found) return found && { path, reason: found.reason };
  return changedFile({ path, status: "added", head: found.bytes });
}

function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The deepest folder that holds all the named paths. */
function holderOf(named: readonly Named[]): string {
  let holder = named[0]?.kind === "folder" ? named[0].real : dirname(named[0]?.real ?? sep);
  while (!named.every(({ real }) => isInside(holder, real))) holder = dirname(holder);
  return holder;
}
