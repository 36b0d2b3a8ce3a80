import { AbsentError, GoneError, RetryLaterError } from "../errors.ts";
import type { PullRequest, PullRequestHost, RepositoryHost } from "../pull-request.ts";

/** GitHub's reads lag behind its events, by seconds as a rule. What is older than this will not become fresher. */
const MOST_LAG_MS = 60_000;
const AGAIN_MS = 3000;

export type AsOf = {
  /** When the host last changed the pull request before it told us; undefined where nothing is known of it. */
  asOfMs?: number | undefined;
  /** It said that the pull request is merged. */
  merged?: boolean | undefined;
};

/**
 * The repository, whose pull requests are not read as they were before the event that a job follows from: the job comes back until the host
 * knows what it told, for a minute at most. After that, and where our clock is far from the host's, what it answers counts.
 */
export function freshReads(repository: RepositoryHost, asOf: AsOf, now: () => number): RepositoryHost {
  if (asOf.asOfMs === undefined) return repository;
  return {
    ...repository,
    pull(number) {
      const host = repository.pull(number);
      return { ...host, read: () => readFresh(host, asOf, now) };
    },
  };
}

/** What a job failed with; where the host may only not know yet what it was asked for, that the job comes back. */
export function lagOf(error: unknown, asOf: AsOf, now: () => number): unknown {
  return error instanceof AbsentError && mayLag(asOf, now) ? notYet(error) : error;
}

async function readFresh(host: Pick<PullRequestHost, "read">, asOf: AsOf, now: () => number): Promise<PullRequest> {
  const pull = await host.read().catch((error: unknown) => {
    throw error instanceof GoneError && mayLag(asOf, now) ? notYet(error) : error;
  });
  if (isStale(pull, asOf) && mayLag(asOf, now)) throw notYet();
  return pull;
}

function isStale({ updatedAt, merged }: PullRequest, { asOfMs = 0, merged: toldMerged = false }: AsOf): boolean {
  return (updatedAt !== undefined && Date.parse(updatedAt) < asOfMs) || (toldMerged && !merged);
}

function mayLag({ asOfMs }: AsOf, now: () => number): boolean {
  return asOfMs !== undefined && Math.abs(now() - asOfMs) < MOST_LAG_MS;
}

function notYet(cause?: unknown): RetryLaterError {
  return new RetryLaterError(AGAIN_MS, "GitHub does not know yet what it told", cause);
}
