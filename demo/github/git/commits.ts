import type { BareRepository } from "./bare-repository.ts";
import type { Signature } from "./commit-files.ts";
import { GitError, gitText } from "./run-git.ts";

export type Commit = {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
};

export async function readCommit(repository: BareRepository, sha: string): Promise<Commit | undefined> {
  const object = await repository.objects.read(sha);
  if (object?.type !== "commit") return undefined;
  const text = object.bytes.toString();
  const end = text.indexOf("\n\n");
  const head = text.slice(0, end).split("\n");
  const field = (name: string) => head.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
  return {
    sha: object.sha,
    tree: field("tree"),
    parents: head.filter((line) => line.startsWith("parent ")).map((line) => line.slice(7)),
    author: signature(field("author")),
    committer: signature(field("committer")),
    message: text.slice(end + 2).replace(/\n$/, ""),
  };
}

function signature(text: string): Signature {
  const open = text.lastIndexOf("<");
  const close = text.lastIndexOf(">");
  const seconds = Number(text.slice(close + 2).split(" ")[0]);
  return { name: text.slice(0, open).trim(), email: text.slice(open + 1, close), date: new Date(seconds * 1000) };
}

/** The commit that a three-dot comparison starts from; undefined when the two share no history. */
export async function mergeBase(repository: BareRepository, one: string, other: string): Promise<string | undefined> {
  try {
    return await gitText(repository.folder, ["merge-base", "--end-of-options", one, other]);
  } catch (error) {
    if (error instanceof GitError && error.code === 1) return undefined;
    throw error;
  }
}

/** Commits of `head` that `base` has not, oldest first, as a pull request lists them. */
export async function commitsBetween(repository: BareRepository, base: string, head: string): Promise<string[]> {
  const printed = await gitText(repository.folder, ["rev-list", "--reverse", "--topo-order", `${base}..${head}`]);
  return printed ? printed.split("\n") : [];
}

export async function aheadBehind(repository: BareRepository, base: string, head: string) {
  const printed = await gitText(repository.folder, ["rev-list", "--left-right", "--count", `${base}...${head}`]);
  const [behind = 0, ahead = 0] = printed.split("\t").map(Number);
  return { ahead, behind };
}

/** From `sha` back, newest first; with a path only commits that touch it. */
export async function history(
  repository: BareRepository,
  sha: string,
  options: { path?: string; skip?: number; count?: number } = {},
): Promise<string[]> {
  const window = [`--skip=${options.skip ?? 0}`, `--max-count=${options.count ?? 250}`];
  const printed = await gitText(repository.folder, [
    "rev-list",
    ...window,
    sha,
    "--",
    ...(options.path ? [options.path] : []),
  ]);
  return printed ? printed.split("\n") : [];
}

/** Whether `old` is in the history of `young`: a push from one to the other needs no force. */
export async function isAncestor(repository: BareRepository, old: string, young: string): Promise<boolean> {
  return (await mergeBase(repository, old, young)) === old;
}
