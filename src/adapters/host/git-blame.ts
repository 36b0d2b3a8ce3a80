import type { Git } from "./git.ts";
import type { PinnedRange } from "./git-range.ts";

/** `count` lines from `headLine` on came with `commit`, where they stood from `commitLine` on in the file `path`. */
export type BlamedLines = { commit: string; commitLine: number; headLine: number; count: number; path: string };

/** Which commit of the range brought the lines of a file at the head; lines older than the range are blamed on its base. */
export async function blame(git: Git, range: PinnedRange, path: string): Promise<BlamedLines[]> {
  const output = await git.text([
    "blame",
    "--incremental",
    "--no-textconv",
    "--no-progress",
    `${range.base}..${range.head}`,
    "--",
    path,
  ]);
  const found: BlamedLines[] = [];
  let open: Omit<BlamedLines, "path"> | undefined;
  for (const line of output.split("\n")) {
    const head = /^([0-9a-f]{40,64}) (\d+) (\d+) (\d+)$/.exec(line);
    if (head)
      open = { commit: head[1] ?? "", commitLine: Number(head[2]), headLine: Number(head[3]), count: Number(head[4]) };
    else if (open && line.startsWith("filename ")) {
      const name = line.slice("filename ".length);
      // A name that git had to quote is odd; it is rarely another one than at the head.
      found.push({ ...open, path: name.startsWith('"') ? path : name });
      open = undefined;
    }
  }
  return found;
}
