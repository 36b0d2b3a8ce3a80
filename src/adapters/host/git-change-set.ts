import type { ChangedFile, ChangeSet, Unread } from "../../core/change.ts";
import { MAX_CHANGE_BYTES, MAX_FILE_BYTES, MAX_FILES, REASONS, unreadableMode } from "./blob-text.ts";
import { changedFile, isUnread } from "./changed-file.ts";
import type { Git } from "./git.ts";
import { findObjects, readObjects, type ObjectInfo } from "./git-objects.ts";
import { readRawDiff, type RawEntry } from "./raw-diff.ts";
import type { PinnedRange } from "./git-range.ts";

export type ChangeFiles = Pick<ChangeSet, "files" | "unread" | "removed">;

export const STATUS = new Map<string, ChangedFile["status"]>([
  ["A", "added"],
  ["R", "renamed"],
  ["C", "copied"],
]);

/** What a range changed: three git processes, whatever the number of files. Submodules, symbolic links and filters are never followed. */
export async function readRangeFiles(git: Git, range: PinnedRange): Promise<ChangeFiles> {
  const output = await git.text([
    "diff-tree",
    "-r",
    "-z",
    "--raw",
    "--no-commit-id",
    "--no-relative",
    "-M",
    "-l3000",
    "--end-of-options",
    range.base,
    range.head,
  ]);
  const sorted = sortEntries(readRawDiff(output));
  const shas = sorted.wanted.flatMap((entry) => [entry.headSha, ...(hasBase(entry) ? [entry.baseSha] : [])]);
  const found = await findObjects(git, shas);
  const infos = new Map(found.flatMap((info) => (info ? [[info.sha, info] as const] : [])));
  const { chosen, unread } = choose(sorted.wanted, infos);
  const contents = await readObjects(
    git,
    chosen.flatMap((entry) => readableShas(entry, infos)),
  );

  const files: ChangedFile[] = [];
  for (const entry of chosen) {
    const file = fileOf(entry, contents);
    if (isUnread(file)) unread.push(file);
    else files.push(file);
  }
  return { files, unread: [...sorted.unread, ...unread], removed: sorted.removed };
}

/** What can be read, what can't by its kind, and what is gone. A change of mode alone changes no line and is left out. */
export function sortEntries(entries: readonly RawEntry[]): { wanted: RawEntry[]; unread: Unread[]; removed: string[] } {
  const wanted: RawEntry[] = [];
  const unread: Unread[] = [];
  const removed: string[] = [];
  for (const entry of entries) {
    const reason = unreadableMode(entry.headMode);
    if (entry.status === "D") removed.push(entry.path);
    else if (entry.status === "U" || entry.status === "X")
      unread.push({ path: entry.path, reason: "it has merge conflicts" });
    else if (reason) unread.push({ path: entry.path, reason });
    else if (entry.status === "M" && entry.baseSha === entry.headSha && !/^0+$/.test(entry.headSha)) continue;
    else wanted.push(entry);
  }
  return { wanted, unread, removed };
}

function choose(
  entries: readonly RawEntry[],
  infos: ReadonlyMap<string, ObjectInfo>,
): { chosen: RawEntry[]; unread: Unread[] } {
  const chosen: RawEntry[] = [];
  const unread: Unread[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const { path } = entry;
    const size = infos.get(entry.headSha)?.size;
    const both = readableShas(entry, infos).reduce((sum, sha) => sum + (infos.get(sha)?.size ?? 0), 0);
    if (size === undefined) unread.push({ path, reason: REASONS.missing });
    else if (size > MAX_FILE_BYTES) unread.push({ path, reason: REASONS.tooLarge });
    else if (chosen.length >= MAX_FILES) unread.push({ path, reason: REASONS.tooMany });
    else if (bytes + both > MAX_CHANGE_BYTES) unread.push({ path, reason: REASONS.tooMuch });
    else {
      bytes += both;
      chosen.push(entry);
    }
  }
  return { chosen, unread };
}

function fileOf(entry: RawEntry, contents: ReadonlyMap<string, Uint8Array>): ChangedFile | Unread {
  const { path, previousPath, status } = entry;
  const head = contents.get(entry.headSha);
  if (!head) return { path, reason: REASONS.missing };
  const base = hasBase(entry) ? contents.get(entry.baseSha) : undefined;
  return changedFile({ path, previousPath, status: STATUS.get(status) ?? "modified", head, base });
}

function readableShas(entry: RawEntry, infos: ReadonlyMap<string, ObjectInfo>): string[] {
  const shas = hasBase(entry) ? [entry.headSha, entry.baseSha] : [entry.headSha];
  return shas.filter((sha) => (infos.get(sha)?.size ?? Infinity) <= MAX_FILE_BYTES);
}

/** A base that is a regular file: a symbolic link that became a file is a new file. */
export function hasBase(entry: RawEntry): boolean {
  return entry.status !== "A" && unreadableMode(entry.baseMode) === undefined;
}
