import { notFound } from "../frame/refusal.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";

export type Pull = {
  id: number;
  nodeId: string;
  number: number;
  repositoryId: number;
  authorId: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  draft: boolean;
  locked: boolean;
  /** `sha` is the branch's tip when the pull request last looked: at its opening, a push, or a change of base. */
  base: { branch: string; sha: string };
  /** The repository may be gone (a deleted fork); its code is still at `refs/pull/N/head`. */
  head: { repositoryId: number; label: string; branch: string; sha: string };
  labelIds: Set<number>;
  maintainerCanModify: boolean;
  /** GitHub's trial merge of `base` and `head`; undefined when they conflict. */
  trialMerge: { base: string; head: string; sha: string | undefined } | undefined;
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  merged?: { at: string; byId: number; sha: string };
};

export function pullsOf(world: World, repository: Repository): Pull[] {
  return [...world.pulls.values()].filter((pull) => pull.repositoryId === repository.id);
}

/** @throws Refusal 404 */
export function pullByNumber(world: World, repository: Repository, number: number): Pull {
  const pull = pullsOf(world, repository).find((pull) => pull.number === number);
  if (!pull) throw notFound();
  return pull;
}

/** The repository that the pull request wants to change. */
export function repositoryOfPull(world: World, pull: Pull): Repository {
  return repositoryById(world, pull.repositoryId);
}

/** @throws Refusal 404 when it is gone */
export function repositoryById(world: World, id: number): Repository {
  const repository = world.repositories.get(id);
  if (!repository) throw notFound();
  return repository;
}
