import { basename } from "node:path";
import type { Change } from "../../core/change.ts";
import { UserError } from "../../core/errors.ts";
import { readRangeFiles } from "./git-change-set.ts";
import { readCommits } from "./git-commits.ts";
import { openGitFiles } from "./git-files.ts";
import { openGit, type Git, type GitOptions } from "./git.ts";
import { pinRange } from "./git-range.ts";
import { withProvenance } from "./git-provenance.ts";
import { openUncommitted } from "./work-tree.ts";
import { readRepository, type Repository } from "./git-repository.ts";

export type LocalChangeOptions = GitOptions & {
  /** `BASE..HEAD`, `BASE...HEAD` or `BASE`; from the merge base with the default branch when absent. */
  range?: string | undefined;
  /** The work tree and the index against HEAD, with untracked files that are not ignored. */
  uncommitted?: boolean | undefined;
};

/** A change of a local repository; paths are relative to `root`, which is absent in a bare repository. */
export type LocalChange = Change & { root?: string };

/**
 * A change set from a local git repository, read without running anything that the repository names.
 *
 * @throws UserError in one line for everything that the person can mend: no repository, unknown ref, empty range, shallow clone …
 */
export async function openLocalChange(options: LocalChangeOptions): Promise<LocalChange> {
  const repository = await readRepository(openGit(options));
  const git = openGit({ ...options, folder: repository.root ?? options.folder });
  const change = options.uncommitted
    ? await openUncommitted(git, workTreeOf(repository, git.folder))
    : await openRange(git, repository, options.range);
  return { ...change, ...(repository.root !== undefined && { root: repository.root }) };
}

async function openRange(git: Git, repository: Repository, range: string | undefined): Promise<Change> {
  const pinned = await pinRange(git, repository, range);
  const [read, commits] = await Promise.all([readRangeFiles(git, pinned), readCommits(git, pinned)]);
  const files = { ...read, files: await withProvenance(git, pinned, read.files, commits) };
  if (files.files.length + files.unread.length + files.removed.length === 0)
    throw new UserError("the range changes no file");
  return {
    set: { title: basename(repository.root ?? git.folder), baseSha: pinned.base, headSha: pinned.head, ...files },
    files: openGitFiles(git, pinned.head, pinned.base),
  };
}

function workTreeOf(repository: Repository, folder: string): string {
  if (repository.root !== undefined) return repository.root;
  if (repository.bare)
    throw new UserError(`${folder} is a bare repository: it has no work tree; name a range, such as main..topic`);
  throw new UserError(`${folder} is not inside the repository's own work tree`);
}
