import type { RepositoryFiles } from "../../core/change.ts";
import { blobText, MAX_FILE_BYTES, unreadableMode } from "./blob-text.ts";
import type { Git } from "./git.ts";
import { findObjects, readObjects, type ObjectInfo } from "./git-objects.ts";
import { isRepositoryPath } from "./repository-path.ts";
import { gathered } from "./gathered.ts";
import { mentioningIn } from "./git-mentions.ts";

/** The repository at two commits. Reads that are asked for together share three git processes. */
export function openGitFiles(git: Git, head: string, base: string): RepositoryFiles {
  return {
    read: openTreeReader(git, head),
    readBase: openTreeReader(git, base),
    mentioning: (words, limit) => mentioningIn(git, head, words, limit),
  };
}

/** Answers that a reader remembers: manifests are asked for again with every unit. */
const REMEMBERED = 2000;
const REMEMBERED_LENGTH = 50_000;

/** A reader of text files at one commit; undefined for what is not there, not a regular file, over 1 MB or not UTF-8. */
export function openTreeReader(git: Git, commit: string): (path: string) => Promise<string | undefined> {
  const read = gathered<string, string>((paths) => readTexts(git, commit, paths));
  const known = new Map<string, Promise<string | undefined>>();
  return async (path) => {
    if (!isRepositoryPath(path)) return undefined;
    const answer = known.get(path) ?? read(path);
    if (known.size < REMEMBERED) known.set(path, answer);
    // A commit's files never change; what is long, or could not be read this time, is read again.
    answer.then(
      (text) => (text?.length ?? 0) > REMEMBERED_LENGTH && known.delete(path),
      () => known.delete(path),
    );
    return answer;
  };
}

async function readTexts(git: Git, commit: string, paths: readonly string[]): Promise<(string | undefined)[]> {
  const infos = await findPaths(git, commit, paths);
  const present = paths.filter((path) => infos.has(path));
  if (present.length === 0) return paths.map(() => undefined);
  const listing = await git.text(["ls-tree", "-z", "--full-tree", "--end-of-options", commit, "--", ...present]);
  const shas = new Map<string, string>();
  for (const line of listing.split("\0")) {
    const entry = /^(\d{6}) blob ([0-9a-f]+)\t([^]*)$/.exec(line);
    if (entry && unreadableMode(entry[1] ?? "") === undefined) shas.set(entry[3] ?? "", entry[2] ?? "");
  }
  const small = present.filter((path) => (infos.get(path)?.size ?? Infinity) <= MAX_FILE_BYTES);
  const contents = await readObjects(
    git,
    small.flatMap((path) => shas.get(path) ?? []),
  );
  return paths.map((path) => {
    const bytes = contents.get(shas.get(path) ?? "");
    const read = bytes && blobText(bytes);
    return read && "text" in read ? read.text : undefined;
  });
}

/** What stands at these paths, by path. Most that are asked for are not there, which this tells at once: simple-git waits 50 ms after a command that prints nothing. */
async function findPaths(git: Git, commit: string, paths: readonly string[]): Promise<Map<string, ObjectInfo>> {
  const infos = await findObjects(
    git,
    paths.map((path) => `${commit}:${path}`),
  );
  return new Map(paths.flatMap((path, index) => (infos[index] ? [[path, infos[index]] as const] : [])));
}
