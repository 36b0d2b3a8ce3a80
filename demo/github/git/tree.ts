import type { BareRepository } from "./bare-repository.ts";
import { runGit } from "./run-git.ts";

export type TreeEntry = {
  mode: string;
  type: "blob" | "tree" | "commit";
  sha: string;
  path: string;
  size: number | undefined;
};

/** What a tree (or a commit's tree) holds. Recursive lists name folders too, as GitHub's do. */
export async function readTree(repository: BareRepository, name: string, recursive = false): Promise<TreeEntry[]> {
  const printed = await runGit(repository.folder, ["ls-tree", "-z", "-l", ...(recursive ? ["-r", "-t"] : []), name]);
  return printed
    .toString()
    .split("\0")
    .flatMap((line) => {
      const [, mode, type, sha, size, path] = /^(\d{6}) (\w+) ([0-9a-f]{40}) +(\d+|-)\t([^]*)$/.exec(line) ?? [];
      if (!mode || !sha || !path || !isType(type)) return [];
      return [{ mode, type, sha, path, size: size === "-" ? undefined : Number(size) }];
    });
}

function isType(type: string | undefined): type is TreeEntry["type"] {
  return type === "blob" || type === "tree" || type === "commit";
}
