import { basename } from "node:path";
import type { Change, ChangedFile, RepositoryFiles, Unread } from "../../core/change.ts";
import { UserError } from "../../core/errors.ts";
import { blobText, MAX_CHANGE_BYTES, MAX_FILE_BYTES, MAX_FILES, REASONS } from "./blob-text.ts";
import { changedFile, isUnread } from "./changed-file.ts";
import { concurrently } from "./concurrently.ts";
import { openTreeReader } from "./git-files.ts";
import { mentioningIn } from "./git-mentions.ts";
import { findObjects, readObjects } from "./git-objects.ts";
import type { Git } from "./git.ts";
import { readInside } from "./read-inside.ts";
import { isRepositoryPath } from "./repository-path.ts";
import { readWorkTreeChanges, type Candidate } from "./work-tree-changes.ts";

/** Files open at a time. */
const OPEN_FILES = 16;

/**
 * The work tree and the index against HEAD, untracked files that are not ignored included. `git` stands in `root`, a real path.
 *
 * @throws UserError when nothing is uncommitted.
 */
export async function openUncommitted(git: Git, root: string): Promise<Change> {
  const [head] = await findObjects(git, ["HEAD^{commit}"]);
  const { candidates, unread, removed } = await readWorkTreeChanges(git, head?.sha);
  candidates.sort((a, b) => (a.path < b.path ? -1 : 1));
  const chosen = candidates.slice(0, MAX_FILES);
  const files: ChangedFile[] = [];
  for (const file of await readCandidates(git, root, chosen)) {
    if (isUnread(file)) unread.push(file);
    else if (isChange(file)) files.push(file);
  }
  const past = candidates.slice(MAX_FILES).map(({ path }) => ({ path, reason: REASONS.tooMany }));
  if (files.length + unread.length + removed.length === 0)
    throw new UserError("nothing is uncommitted: there is nothing to review");
  return {
    set: {
      title: `${basename(root)} (uncommitted)`,
      ...(head && { baseSha: head.sha }),
      files,
      unread: [...unread, ...past],
      removed,
    },
    files: workTreeFiles(git, root, head?.sha),
  };
}

async function readCandidates(
  git: Git,
  root: string,
  candidates: readonly Candidate[],
): Promise<(ChangedFile | Unread)[]> {
  const infos = await findObjects(git, [...new Set(candidates.flatMap((candidate) => candidate.baseSha ?? []))]);
  const bases = await readObjects(
    git,
    infos.flatMap((info) => (info && info.size <= MAX_FILE_BYTES ? [info.sha] : [])),
  );
  let bytes = 0;
  return concurrently(candidates, OPEN_FILES, async (candidate) => {
    const { path, previousPath, status, baseSha } = candidate;
    const found = (await readInside(root, path)) ?? { reason: REASONS.gone };
    if ("reason" in found) return { path, reason: found.reason };
    bytes += found.bytes.length;
    if (bytes > MAX_CHANGE_BYTES) return { path, reason: REASONS.tooMuch };
    return changedFile({
      path,
      previousPath,
      status,
      head: found.bytes,
      base: bases.get(baseSha ?? ""),
      checkedOut: true,
    });
  });
}

/** A file that git only held for changed by its time stamp, or whose line endings the checkout converted, is none. */
function isChange(file: ChangedFile): boolean {
  return file.status !== "modified" || file.base === undefined || file.hunks.length > 0;
}

function workTreeFiles(git: Git, root: string, head: string | undefined): RepositoryFiles {
  return {
    read: async (path) => {
      const found = isRepositoryPath(path) ? await readInside(root, path) : undefined;
      const read = found && "bytes" in found ? blobText(found.bytes) : undefined;
      return read && "text" in read ? read.text : undefined;
    },
    readBase: head === undefined ? async () => undefined : openTreeReader(git, head),
    mentioning: (words, limit) => mentioningIn(git, undefined, words, limit),
  };
}
