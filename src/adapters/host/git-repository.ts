import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { join, resolve, sep } from "node:path";
import type { Git } from "./git.ts";

export type Repository = {
  bare: boolean;
  shallow: boolean;
  /** The top folder of the work tree; absent in a bare repository and inside `.git`. */
  root?: string;
};

/** @throws UserError when the folder is in no git repository, or git does not trust it. */
export async function readRepository(git: Git): Promise<Repository> {
  const output = await git.text([
    "rev-parse",
    "--is-bare-repository",
    "--is-shallow-repository",
    "--is-inside-work-tree",
    "--show-cdup",
  ]);
  const [bare, shallow, inside, upwards = ""] = output.split("\n");
  const root = inside === "true" ? await ownRoot(git.folder, upwards) : undefined;
  return { bare: bare === "true", shallow: shallow === "true", ...(root !== undefined && { root }) };
}

/** A repository's `core.worktree` may point anywhere, at a home folder for one; only a folder that holds both us and a `.git` counts. */
async function ownRoot(folder: string, upwards: string): Promise<string | undefined> {
  const [here, root] = await Promise.all([realpath(folder), realpath(resolve(folder, upwards))]);
  const inside = here === root || here.startsWith(root.endsWith(sep) ? root : root + sep);
  return inside && existsSync(join(root, ".git")) ? root : undefined;
}
