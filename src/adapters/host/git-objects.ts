import type { Git } from "./git.ts";

/** What `git cat-file` knows of an object without its contents. `size` in bytes. */
export type ObjectInfo = { sha: string; type: string; size: number };

/**
 * What each name stands for; undefined where there is none. Names go in by standard input, so that none of them is ever an option.
 * Names hold no line break (callers refuse them before).
 */
export async function findObjects(git: Git, names: readonly string[]): Promise<(ObjectInfo | undefined)[]> {
  if (names.length === 0) return [];
  const output = await git.objects(["--batch-check=%(objectname) %(objecttype) %(objectsize)"], lines(names));
  return output
    .toString("utf8")
    .split("\n")
    .slice(0, names.length)
    .map((line) => {
      const found = /^([0-9a-f]{40}|[0-9a-f]{64}) ([a-z]+) (\d+)$/.exec(line);
      return found ? { sha: found[1] ?? "", type: found[2] ?? "", size: Number(found[3]) } : undefined;
    });
}

/** The contents of objects by full SHA, in one process; missing ones are not in the map. All of it is held in memory: bound the sizes first. */
export async function readObjects(git: Git, shas: Iterable<string>): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(shas)];
  const contents = new Map<string, Buffer>();
  if (wanted.length === 0) return contents;
  const output = await git.objects(["--batch=%(objectname) %(objectsize)"], lines(wanted));
  for (let at = 0; at < output.length;) {
    const headEnd = output.indexOf(0x0a, at);
    if (headEnd < 0) break;
    const [sha = "", size = ""] = output.toString("latin1", at, headEnd).split(" ");
    at = headEnd + 1;
    if (!/^\d+$/.test(size)) continue;
    contents.set(sha, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return contents;
}

function lines(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join("");
}
