import type { Change, ChangedFile } from "../../change.ts";
import { linesOf } from "../../text.ts";

/** Where files of earlier heads, and of the base, stand now. */
export type Lineage = {
  /** Its path at this head; the same path where nothing is known of a move. */
  now: (path: string) => string;
  /** Paths that a file of this head may have had, its own first. */
  before: (path: string) => readonly string[];
};

/** A file that something was said about, and the head that it was said of. */
export type Mentioned = { path: string; headSha: string };

/** Most files that are held against each other: reading them costs a request each. */
const MOST_VANISHED = 20;
const MOST_CANDIDATES = 100;
/** The share of lines that two texts must have in common to be one file; git takes the same. */
const ALIKE = 0.5;

/**
 * Follows files by the host's own renames, and those that a later push renamed, which no diff with the base shows, by their lines.
 * `readAt` gives a file as it was when something was said of it.
 */
export async function openLineage(
  { set, files }: Change,
  mentioned: readonly Mentioned[],
  readAt: (sha: string, path: string) => Promise<string | undefined>,
): Promise<Lineage> {
  const moves = new Map<string, string>();
  for (const { status, previousPath, path } of set.files)
    if (status === "renamed" && previousPath !== undefined) moves.set(previousPath, path);

  const here = new Set(set.files.map(({ path }) => path));
  const heads = new Map(mentioned.map(({ path, headSha }) => [path, headSha]));
  const unknown = [...heads.keys()].filter((path) => !here.has(path) && !moves.has(path));
  const candidates = set.files.filter(({ path, status }) => status !== "modified" && !heads.has(path));
  for (const path of candidates.length === 0 ? [] : unknown.slice(0, MOST_VANISHED)) {
    if ((await files.read(path)) !== undefined) continue;
    const then = await readAt(heads.get(path) ?? "", path);
    const heir = then === undefined ? undefined : mostAlike(then, candidates.slice(0, MOST_CANDIDATES));
    if (heir) moves.set(path, heir.path);
  }
  return {
    now: (path) => (here.has(path) ? path : (moves.get(path) ?? path)),
    before: (path) => [path, ...[...moves].filter(([, now]) => now === path).map(([before]) => before)],
  };
}

function mostAlike(text: string, candidates: readonly ChangedFile[]): ChangedFile | undefined {
  const [best] = candidates
    .map((file) => ({ file, share: sharedLines(text, file.head) }))
    .toSorted((one, other) => other.share - one.share);
  return best && best.share >= ALIKE ? best.file : undefined;
}

/** The share of lines that stand in both, of the longer text's; blank lines say nothing. */
function sharedLines(one: string, other: string): number {
  const [left, right] = [one, other].map((text) =>
    linesOf(text)
      .map((line) => line.trim())
      .filter(Boolean),
  );
  if (!left || !right) return 0;
  const counts = new Map<string, number>();
  for (const line of left) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of right) {
    const count = counts.get(line) ?? 0;
    if (count === 0) continue;
    counts.set(line, count - 1);
    shared++;
  }
  return shared / Math.max(left.length, right.length, 1);
}
