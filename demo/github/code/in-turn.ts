import type { Repository } from "../world/repository.ts";

const last = new WeakMap<Repository, Promise<unknown>>();

/** Runs what changes a repository's branches one after the other, so that what follows from a push is told in the order of the pushes. */
export async function inTurn(repository: Repository, work: () => Promise<void>): Promise<void> {
  const before = last.get(repository) ?? Promise.resolve();
  const mine = before.then(work);
  // A push that was refused must not stop the next one.
  last.set(
    repository,
    mine.catch(() => undefined),
  );
  await mine;
}
