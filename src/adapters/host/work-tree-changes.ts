import type { ChangedFile } from "../../core/change.ts";
import { UserError } from "../../core/errors.ts";
import { REASONS } from "./blob-text.ts";
import { hasBase, sortEntries, STATUS, type ChangeFiles } from "./git-change-set.ts";
import type { Git } from "./git.ts";
import { readRawDiff } from "./raw-diff.ts";

/** A file of the work tree to be read, with its base blob where it has one. */
export type Candidate = { path: string; previousPath?: string; status: ChangedFile["status"]; baseSha?: string };

export type WorkTreeChanges = Omit<ChangeFiles, "files"> & { candidates: Candidate[] };

/** What differs between HEAD and the work tree; without HEAD (no commit yet) every file is new. */
export async function readWorkTreeChanges(plainGit: Git, head: string | undefined): Promise<WorkTreeChanges> {
  if (head === undefined)
    return withUntracked({ candidates: [], unread: [], removed: [] }, await files(plainGit, "--others", "--cached"));
  const git = await withoutFilters(plainGit);
  const [output, untracked] = await Promise.all([
    git.text([
      "diff-index",
      "-z",
      "--raw",
      "--no-relative",
      "-M",
      "-l3000",
      "--ignore-submodules=dirty",
      "--end-of-options",
      head,
    ]),
    files(git, "--others"),
  ]);
  const sorted = sortEntries(readRawDiff(output));
  const candidates = sorted.wanted.map((entry) => ({
    path: entry.path,
    ...(entry.previousPath !== undefined && { previousPath: entry.previousPath }),
    status: STATUS.get(entry.status) ?? ("modified" as const),
    ...(hasBase(entry) && { baseSha: entry.baseSha }),
  }));
  return withUntracked({ candidates, unread: sorted.unread, removed: sorted.removed }, untracked);
}

/** Untracked files are new ones, unless git has just been told to forget them: then they are in `removed` too. */
function withUntracked(changes: WorkTreeChanges, untracked: readonly string[]): WorkTreeChanges {
  const { candidates, unread } = changes;
  for (const path of untracked) {
    if (path.endsWith("/")) unread.push({ path, reason: REASONS.submodule });
    else candidates.push({ path, status: "added" });
  }
  const present = new Set(candidates.map((candidate) => candidate.path));
  return { candidates, unread, removed: changes.removed.filter((path) => !present.has(path)) };
}

async function files(git: Git, ...which: string[]): Promise<string[]> {
  const output = await git.text(["ls-files", "-z", "--exclude-standard", ...which]);
  return output.split("\0").filter((path) => path !== "");
}

/**
 * Comparing a work tree may pass its files through the clean filters that the repository's configuration and attributes name:
 * programs. Each of them is set to nothing.
 */
async function withoutFilters(git: Git): Promise<Git> {
  const names = (await git.text(["config", "--list", "--name-only", "-z"])).split("\0");
  const drivers = new Set(names.flatMap((name) => /^filter\.([^]*)\.[^.]+$/.exec(name)?.[1] ?? []));
  for (const driver of drivers) {
    // "=" ends a name in `-c name=value`, so such a driver can't be set to nothing.
    if (!/^[\w .:/@+-]+$/.test(driver))
      throw new UserError(
        "this repository's configuration has a filter with an odd name: not compared, for it could run a program",
      );
  }
  return git.with(
    [...drivers].flatMap((driver) =>
      ["clean=", "smudge=", "process=", "required=false"].map((setting) => `filter.${driver}.${setting}`),
    ),
  );
}
