import type { ChangedFile, Unread } from "../../core/change.ts";
import { baseFromPatch } from "./base-from-patch.ts";
import { MAX_CHANGE_BYTES, MAX_FILE_BYTES, REASONS, unreadableMode } from "./blob-text.ts";
import { changedFile, isUnread } from "./changed-file.ts";
import { concurrently } from "./concurrently.ts";
import type { ChangeFiles } from "./git-change-set.ts";
import { readBlob } from "./github-blobs.ts";
import type { GitHubRepository } from "./github-repository.ts";
import type { GitHubTree, TreeEntry } from "./github-tree.ts";
import type { PullFile } from "./list-pull-files.ts";
import { patchRanges } from "./patch-ranges.ts";

/** Blobs under way at a time; GitHub allows 100 requests, of all kinds and processes together. */
const CALLS_AT_ONCE = 8;

/** A file to be read, with where its two sides stand; no base where there was none that is a regular file. */
type Wanted = { row: PullFile; status: ChangedFile["status"]; head: TreeEntry; base: TreeEntry | undefined };

const STATUS = new Map<PullFile["status"], ChangedFile["status"]>([
  ["added", "added"],
  ["renamed", "renamed"],
  ["copied", "copied"],
]);

/** Files past which their contents are had by one fetch of git instead of one or two calls each. */
const MANY_FILES = 100;

/**
 * Contents at the pinned commits: of the first `maxFiles` files one by one, and of more as far as `fetchBlobs` gets them, many at once. All
 * others are named with the reason.
 */
export async function readPullFiles(
  repository: GitHubRepository,
  rows: readonly PullFile[],
  trees: { head: GitHubTree; base: GitHubTree },
  maxFiles: number,
  fetchBlobs?: (shas: readonly string[]) => Promise<ReadonlyMap<string, Buffer>>,
): Promise<ChangeFiles> {
  const unread: Unread[] = [];
  const wanted: Wanted[] = [];
  let bytes = 0;
  for (const row of rows.filter(({ status }) => status !== "removed" && status !== "unchanged")) {
    const found = await locate(row, trees);
    if (!found) continue;
    if (isUnreadable(found)) unread.push(found);
    else if (bytes + sizeOf(found) > MAX_CHANGE_BYTES) unread.push({ path: row.path, reason: REASONS.tooMuch });
    else {
      bytes += sizeOf(found);
      wanted.push(found);
    }
  }
  const fetched = wanted.length > MANY_FILES ? await fetchBlobs?.(wanted.flatMap(shasOf)) : undefined;
  const blob = async (sha: string) => fetched?.get(sha) ?? readBlob(repository, sha);
  const isToBeHad = (one: Wanted, index: number) => index < maxFiles || shasOf(one).every((sha) => fetched?.has(sha));
  for (const { row } of wanted.filter((one, index) => !isToBeHad(one, index)))
    unread.push({ path: row.path, reason: `the change has more than ${maxFiles} files` });
  const files: ChangedFile[] = [];
  for (const file of await concurrently(wanted.filter(isToBeHad), CALLS_AT_ONCE, (one) => readFile(blob, one))) {
    if (isUnread(file)) unread.push(file);
    else files.push(file);
  }
  return { files, unread, removed: rows.filter(({ status }) => status === "removed").map(({ path }) => path) };
}

/** Undefined when the mode alone changed. */
async function locate(
  row: PullFile,
  trees: { head: GitHubTree; base: GitHubTree },
): Promise<Wanted | Unread | undefined> {
  const { path } = row;
  const head = await trees.head(path);
  if (!head) return { path, reason: "it is not at the head commit" };
  const reason = unreadableMode(head.mode) ?? (head.size > MAX_FILE_BYTES ? REASONS.tooLarge : undefined);
  if (reason !== undefined) return { path, reason };
  const status = STATUS.get(row.status) ?? "modified";
  const base = status === "added" ? undefined : await trees.base(row.previousPath ?? path);
  if (status === "modified" && base?.sha === head.sha) return undefined;
  return { row, status, head, base: base && unreadableMode(base.mode) === undefined ? base : undefined };
}

async function readFile(
  blob: (sha: string) => Promise<Buffer>,
  { row, status, head, base }: Wanted,
): Promise<ChangedFile | Unread> {
  const bytes = await blob(head.sha);
  const file = changedFile({
    path: row.path,
    previousPath: row.previousPath,
    status,
    head: bytes,
    base: await readBase(),
  });
  return isUnread(file) ? file : { ...file, ...shown(row) };

  async function readBase(): Promise<Buffer | undefined> {
    if (!base || base.size > MAX_FILE_BYTES) return undefined;
    if (base.sha === head.sha) return bytes;
    return baseFromPatch(bytes, row.patch, base.sha) ?? blob(base.sha);
  }
}

/** Where GitHub shows its diff; a file that was only moved has none. */
function shown({ patch }: PullFile): Pick<ChangedFile, "diffRanges" | "removedRanges"> {
  if (patch === undefined) return {};
  const { head, deleted } = patchRanges(patch);
  return { diffRanges: head, removedRanges: deleted };
}

function shasOf({ head, base }: Wanted): string[] {
  return base && base.size <= MAX_FILE_BYTES ? [head.sha, base.sha] : [head.sha];
}

function sizeOf({ head, base }: Wanted): number {
  return head.size + (base?.size ?? 0);
}

function isUnreadable(found: Wanted | Unread): found is Unread {
  return "reason" in found;
}
