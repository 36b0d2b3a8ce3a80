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

/** One path of a commit, without starting a process: files are asked for by the hundred. */
export async function entryAt(
  repository: BareRepository,
  commit: string,
  path: string,
): Promise<TreeEntry | undefined> {
  const cut = path.lastIndexOf("/");
  const tree = await repository.objects.read(cut < 0 ? `${commit}^{tree}` : `${commit}:${path.slice(0, cut)}`);
  const found = tree?.type === "tree" ? findEntry(tree.bytes, path.slice(cut + 1)) : undefined;
  if (!found) return undefined;
  const { mode, sha } = found;
  const type = mode === "160000" ? "commit" : mode.startsWith("04") ? "tree" : "blob";
  const size = type === "blob" ? (await repository.objects.read(sha))?.bytes.length : undefined;
  return { mode, type, sha, path, size };
}

/** A tree object is a row of `mode name\0` and 20 bytes. */
function findEntry(bytes: Buffer, name: string): { mode: string; sha: string } | undefined {
  for (let at = 0; at < bytes.length;) {
    const blank = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, blank);
    if (bytes.toString("utf8", blank + 1, end) === name)
      return {
        mode: bytes.toString("latin1", at, blank).padStart(6, "0"),
        sha: bytes.toString("hex", end + 1, end + 21),
      };
    at = end + 21;
  }
  return undefined;
}
