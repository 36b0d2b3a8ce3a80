import type { Git } from "./git.ts";

const MAX_WORDS = 50;
const MAX_WORD = 100;

/**
 * Paths of text files below git's folder that mention any of the words, whole words only, at most `limit`. `commit` absent: in the work tree,
 * untracked files included.
 */
export async function mentioningIn(
  git: Git,
  commit: string | undefined,
  words: readonly string[],
  limit: number,
): Promise<string[]> {
  const patterns = searchable(words);
  if (patterns.length === 0 || limit <= 0) return [];
  const where = commit === undefined ? ["--untracked", "--exclude-standard"] : [];
  const options = ["-l", "-z", "-w", "-F", "-I", "--no-textconv", "--no-color", ...where];
  const commits = commit === undefined ? [] : [commit];
  const output = await git
    .text(["grep", ...options, ...patterns.flatMap((word) => ["-e", word]), ...commits, "--"])
    // A search is a help, not a duty: a partial clone or a silent git costs context only.
    .catch(() => "");
  const prefix = commit === undefined ? "" : `${commit}:`;
  return output
    .split("\0")
    .filter((path) => path !== "" && path.startsWith(prefix))
    .slice(0, limit)
    .map((path) => path.slice(prefix.length));
}

/** Words that a search can serve: of one line and of ordinary length. */
function searchable(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => /^[^\n\r\0]+$/.test(word) && word.length <= MAX_WORD).slice(0, MAX_WORDS);
}
