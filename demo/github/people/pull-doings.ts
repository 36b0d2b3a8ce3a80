import { labelByName, labelPull, unlabelPull } from "../conversation/label-pull.ts";
import { Refusal } from "../frame/refusal.ts";
import type { Files } from "../git/commit-files.ts";
import { leaveQueue } from "../pulls/conclude-queue.ts";
import { editPull, setDraft, setState, type PullEdit } from "../pulls/edit-pull.ts";
import { enqueuePull } from "../pulls/enqueue-pull.ts";
import { mergePull, type MergeWish } from "../pulls/merge-pull.ts";
import { openPull } from "../pulls/open-pull.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { revertPull } from "../pulls/revert-pull.ts";
import { atLeast, roleOf } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import { codeDoings, type NewPush } from "./code-doings.ts";
import { asTyped, type Me } from "./me.ts";

export type NewPullRequest = Omit<Partial<NewPush>, "from"> & {
  /** The branch with the changes. */
  branch: string;
  /** Pushed there first; none when the branch is ready. */
  files?: Files;
  title: string;
  body?: string;
  /** By default the default branch. */
  base?: string;
  draft?: boolean;
  /** One's own fork that holds the branch. */
  fork?: Repository;
  /** "Allow edits by maintainers": on for forks unless said otherwise. */
  maintainerCanModify?: boolean;
};

/** What people do with pull requests on GitHub's pages. */
export function pullDoings(me: Me) {
  const { stage, world, account, doer } = me;
  const of = (pull: Pull) => repositoryOfPull(world, pull);
  const needs = (pull: Pull, role: "triage" | "write") => me.need(of(pull), role);
  /** What an author may do with their own pull request, others need a role for. */
  const needsUnlessMine = (pull: Pull, role: "triage" | "write") => {
    if (pull.authorId !== account.id) needs(pull, role);
  };

  return {
    async opensPullRequest(repository: Repository, wish: NewPullRequest): Promise<Pull> {
      me.need(repository, "read");
      const head = wish.fork ?? repository;
      const base = wish.base ?? repository.defaultBranch;
      const { files, message, author, committer } = wish;
      if (files) {
        const given = {
          ...(message !== undefined && { message }),
          ...(author && { author }),
          ...(committer && { committer }),
        };
        await codeDoings(me).pushes(head, { branch: wish.branch, files, ...given });
      }
      return await openPull(stage, doer, repository, {
        title: wish.title,
        body: wish.body === undefined ? null : asTyped(wish.body),
        base,
        head: { repository: head, branch: wish.branch },
        draft: wish.draft,
        maintainerCanModify: wish.maintainerCanModify,
      });
    },

    /** Title, body or base. */
    async edits(pull: Pull, edit: PullEdit): Promise<void> {
      needsUnlessMine(pull, "write");
      await editPull(stage, doer, pull, {
        ...edit,
        ...(typeof edit.body === "string" && { body: asTyped(edit.body) }),
      });
    },

    async convertsToDraft(pull: Pull): Promise<void> {
      needsUnlessMine(pull, "write");
      await setDraft(stage, doer, pull, true);
    },

    async marksReady(pull: Pull): Promise<void> {
      needsUnlessMine(pull, "write");
      await setDraft(stage, doer, pull, false);
    },

    async labels(pull: Pull, ...names: string[]): Promise<void> {
      needs(pull, "triage");
      await labelPull(stage, doer, pull, names);
    },

    async unlabels(pull: Pull, name: string): Promise<void> {
      needs(pull, "triage");
      const label = labelByName(of(pull), name);
      if (label) await unlabelPull(stage, doer, pull, label);
    },

    async closes(pull: Pull): Promise<void> {
      needsUnlessMine(pull, "triage");
      await setState(stage, doer, pull, "closed");
    },

    async reopens(pull: Pull): Promise<void> {
      needsUnlessMine(pull, "triage");
      await setState(stage, doer, pull, "open");
    },

    /** By the button; merge or squash. @returns the new tip of the base */
    async merges(pull: Pull, wish: MergeWish = {}): Promise<string> {
      needs(pull, "write");
      return await mergePull(stage, doer, pull, wish);
    },

    /** The "Revert" button; the pull request that undoes it is open afterwards. */
    async reverts(pull: Pull): Promise<Pull> {
      needs(pull, "write");
      return await revertPull(stage, doer, pull);
    },

    /** "Merge when ready"; it merges when the required checks of the merge group succeed. */
    async enqueues(pull: Pull): Promise<void> {
      needs(pull, "write");
      await enqueuePull(stage, doer, pull);
    },

    async dequeues(pull: Pull): Promise<void> {
      const mayAlways = pull.authorId === account.id || atLeast(roleOf(of(pull), account), "write");
      const entry = world.mergeQueue.find((one) => one.pullId === pull.id);
      if (!mayAlways || !entry) throw new Refusal(422, "Pull request is not in the merge queue");
      await leaveQueue(stage, doer, entry, pull, "MANUAL");
    },
  };
}
