import type { BareRepository } from "./bare-repository.ts";
import type { Signature } from "./commit-files.ts";
import { GitError, gitText } from "./run-git.ts";

/** The tree of a merge without a conflict, or undefined. Nothing is written but objects. */
export async function mergeTrees(
  repository: BareRepository,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  return await cleanTree(repository, ["merge-tree", "--write-tree", "--no-messages", ours, theirs]);
}

/**
 * The tree of `ours` with what `commit` did undone, or undefined on a conflict.
 * @param mainline the parent whose side is kept: a merge has two.
 */
export async function revertTree(
  repository: BareRepository,
  ours: string,
  commit: string,
  mainline: string,
): Promise<string | undefined> {
  // To revert is to merge the parent, with the commit itself as the base. Git 2.39's merge-tree takes no base, so a commit is
  // made whose history says the same: the parent's files on top of the commit.
  const parentTree = await gitText(repository.folder, ["rev-parse", `${mainline}^{tree}`]);
  const undone = await writeMerge(repository, parentTree, [commit], "undo", NOBODY);
  return await mergeTrees(repository, ours, undone);
}

async function cleanTree(repository: BareRepository, commands: string[]): Promise<string | undefined> {
  try {
    return (await gitText(repository.folder, commands)).split("\n")[0];
  } catch (error) {
    if (error instanceof GitError && error.code === 1) return undefined;
    throw error;
  }
}

const NOBODY: Signature = { name: "nobody", email: "nobody@localhost", date: new Date(0) };

/** A commit of a finished tree; with two parents a merge, with one a squash. Names and words go by standard input and as one argument each. */
export async function writeMerge(
  repository: BareRepository,
  tree: string,
  parents: readonly string[],
  message: string,
  author: Signature,
  committer: Signature = author,
): Promise<string> {
  const signed = (role: string, { name, email, date }: Signature) =>
    `${role} ${name.replaceAll(/[<>\n\0]/g, "")} <${email.replaceAll(/[<>\n\0]/g, "")}> ${Math.floor(date.getTime() / 1000)} +0000\n`;
  const text = [
    `tree ${tree}\n`,
    ...parents.map((parent) => `parent ${parent}\n`),
    signed("author", author),
    signed("committer", committer),
    `\n${message}\n`,
  ].join("");
  return await gitText(repository.folder, ["hash-object", "-t", "commit", "-w", "--stdin"], text);
}
