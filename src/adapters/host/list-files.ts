import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Unread } from "../../core/change.ts";
import { REASONS } from "./blob-text.ts";
import { openGit, type GitOptions } from "./git.ts";

/** A file to read by its full path, or something in a folder that is not read. */
export type Listed = { file: string } | Unread;

/** Folders of other people's work, or of version control. */
const SKIPPED = new Set([".git", ".hg", ".svn", "node_modules"]);

/**
 * The files of a folder in a steady order. Inside a git repository: those that git tracks or would track; elsewhere, and in a
 * folder that git ignores as a whole, all but version control's and `node_modules`. Symbolic links are named, not followed.
 */
export async function* listFiles(folder: string, environment: GitOptions["environment"]): AsyncGenerator<Listed> {
  const known = await filesByGit(folder, environment);
  if (known.length === 0) yield* walk(folder);
  for (const path of known) {
    const full = join(folder, path);
    yield path.endsWith("/") ? { path: full, reason: REASONS.submodule } : { file: full };
  }
}

async function filesByGit(folder: string, environment: GitOptions["environment"]): Promise<string[]> {
  const commands = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  // No repository, no git, or a folder that git does not trust: the files are there all the same.
  const output = await openGit({ folder, environment })
    .text(commands)
    .catch(() => "");
  return [...new Set(output.split("\0"))].filter((path) => path !== "").toSorted();
}

/** Depth first; holds the names of one folder a level, whatever the size of the tree. */
async function* walk(folder: string): AsyncGenerator<Listed> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) yield { path: folder, reason: "no right to read it" };
  for (const entry of entries?.toSorted(byName) ?? []) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) yield* walk(full);
    } else if (entry.isFile()) yield { file: full };
    else yield { path: full, reason: entry.isSymbolicLink() ? REASONS.symlink : REASONS.special };
  }
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}
