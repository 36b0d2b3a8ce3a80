/** Longest path that is asked for, in characters. */
const MAX_PATH = 4096;

/**
 * Whether a path names a file inside the repository: relative, with `/`, without `..`, without the repository's own `.git`.
 * Paths with line breaks are left out too: they can't be asked for one a line.
 */
export function isRepositoryPath(path: string): boolean {
  if (path === "" || path.length > MAX_PATH || /[\0\n]/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && part.toLowerCase() !== ".git");
}
