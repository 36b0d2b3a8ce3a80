import { push } from "../code/push.ts";
import { Refusal } from "../frame/refusal.ts";
import { writeCommit, type Files, type Signature } from "../git/commit-files.ts";
import { branchSha } from "../git/refs.ts";
import type { Repository } from "../world/repository.ts";
import { createRepository } from "../world/create.ts";
import { rulesOf } from "../checks/required-checks.ts";
import type { Me } from "./me.ts";

export type NewRepository = {
  name: string;
  private?: boolean;
  /** Of the first commit on the default branch. */
  files?: Files;
  defaultBranch?: string;
};

export type NewPush = {
  branch: string;
  files: Files;
  message?: string;
  /** A branch or SHA to start a new branch from, or to throw the branch back to; by default its tip, or the default branch. */
  from?: string;
  force?: boolean;
  /** Who the commit says wrote it; anybody can claim anything there. */
  author?: Partial<Signature>;
  committer?: Partial<Signature>;
  /** With the key of this person's account: GitHub verifies it where the committer's address is theirs, whoever is named as author. */
  signed?: true;
};

/** What people do with git. */
export function codeDoings(me: Me) {
  const { stage, world, account, doer } = me;

  async function pushes(repository: Repository, wish: NewPush): Promise<string> {
    me.need(repository, "write");
    if (rulesOf(repository, wish.branch).some((rule) => rule.pullRequestRequired))
      throw new Refusal(403, "Changes must be made through a pull request.");
    const { git } = repository;
    const tip = await branchSha(git, wish.branch);
    const from = wish.from ?? (tip === undefined ? repository.defaultBranch : wish.branch);
    const parent = /^[0-9a-f]{40}$/.test(from) ? from : await branchSha(git, from);
    const self = { name: account.name, email: account.email, date: world.clock.now() };
    const author = { ...self, ...wish.author };
    const committer = { ...(wish.signed ? self : author), ...wish.committer };
    const sha = await writeCommit(git, {
      parents: parent === undefined ? [] : [parent],
      files: wish.files,
      message: wish.message ?? `Change ${Object.keys(wish.files).join(", ")}`,
      author,
      committer,
    });
    if (wish.signed && committer.email === account.email) world.signedCommits.add(sha);
    await push(stage, doer, { repository, branch: wish.branch, to: sha, force: wish.force ?? false });
    return sha;
  }

  return {
    /** Makes a repository of their own, with a first commit. */
    async creates({ files = { "README.md": "# Readme\n" }, ...options }: NewRepository): Promise<Repository> {
      const repository = await createRepository(world, { ...options, owner: account });
      await pushes(repository, { branch: repository.defaultBranch, files, message: "Initial commit" });
      return repository;
    },

    /** A copy of one's own that shares the parent's objects. */
    async forks(repository: Repository): Promise<Repository> {
      me.need(repository, "read");
      const options = { owner: account, name: repository.name, private: repository.private, parent: repository };
      return await createRepository(world, options);
    },

    /** Commits files and pushes. @returns the new tip */
    pushes,

    /** Throws a branch to a commit that is there already, whatever is lost. */
    async forcePushes(repository: Repository, branch: string, to: string): Promise<void> {
      me.need(repository, "write");
      await push(stage, doer, { repository, branch, to, force: true });
    },

    async deletesBranch(repository: Repository, branch: string): Promise<void> {
      me.need(repository, "write");
      if (branch === repository.defaultBranch) throw new Refusal(422, "Cannot delete the default branch");
      await push(stage, doer, { repository, branch, to: undefined });
    },
  };
}
