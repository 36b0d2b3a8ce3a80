export { RetryLaterError } from "./errors.ts";

/**
 * A piece of work as it is handed in. Ids only: a worker reads through the API what they stand for, so the payload is small JSON
 * (at most {@link MOST_PAYLOAD_CHARACTERS}) and holds nothing secret.
 */
export type Ticket<P> = {
  /** The same id is the same work: known while it waits, runs, or was done (remembered for at least 4 days); a dead one is revived. */
  id: string;
  /** Tickets of one key run one at a time, over all workers and processes, in order of arrival. */
  key: string;
  /** Groups take turns, so that one with thousands of tickets does not starve another: the installation. Without it, one shared group. */
  group?: string;
  /** `latest`: a waiting `latest` ticket of this key is replaced by a newer one, and a running one's signal aborts. `each`: none is ever dropped. */
  mode: "latest" | "each";
  payload: P;
};

/** A ticket in the hands of one worker, for as long as that worker shows that it lives. */
export type Lease<P> = Ticket<P> & {
  /** From 1. Counts runs that failed and runs whose process died; not those that were parked or released. */
  attempt: number;
  /** Aborts with a {@link LeaseLostError} that says why. */
  signal: AbortSignal;
  /**
   * Asked right before each write to the outside: resolves when this worker has the ticket, and will for another lease's length.
   *
   * @throws LeaseLostError when another worker may have it, a newer ticket replaced it, or the worker closes.
   */
  confirm: () => Promise<void>;
};

export type WorkOptions<P> = {
  /** Tickets that run at the same time in this worker. */
  concurrency: number;
  /**
   * Does the work, perhaps for the second time: it must be safe to repeat. Resolves: done. Throws `RetryLaterError`: parked,
   * without using an attempt. Throws anything else: tried again after {@link retryDelayMs}, {@link MOST_ATTEMPTS} times in all, then dead.
   */
  run: (lease: Lease<P>) => Promise<void>;
  /** Told of each ticket that died, at least once, by any one worker; asked again when it throws, a few times. */
  onDead?: (ticket: Ticket<P>, reason: string) => Promise<void> | void;
};

export type QueueWorker = {
  /**
   * Takes no new tickets, waits for the running ones until `deadlineMs` from now, then aborts and releases what still runs: another
   * worker has it at once. Safe to call again with a shorter deadline.
   */
  drain(deadlineMs: number): Promise<void>;
};

/** For people: its payload is as it was written, perhaps by an older version. */
export type DeadTicket = { ticket: Ticket<unknown>; reason: string; attempts: number; diedAt: Date };

/** `waiting` holds what could run now or after others of its key; `delayed` what waits for its time. */
export type QueueCounts = { waiting: number; delayed: number; running: number; dead: number };

export type JobQueue<P> = {
  /** For people: where the tickets stand, without a password. */
  readonly place: string;
  /** Durable when it resolves. @throws QueueError when the queue could not take it: the sender must not be told that it did. */
  add(ticket: Ticket<P>): Promise<"added" | "known">;
  work(options: WorkOptions<P>): QueueWorker;
  counts(): Promise<QueueCounts>;
  /** To be called about every minute by a process whose worker lives, busy or not. */
  showLife(): Promise<void>;
  /** Milliseconds since any worker's process last showed that it lives, by one clock for all; undefined when none ever did. */
  silenceMs(): Promise<number | undefined>;
  /** Oldest first. */
  dead(): AsyncIterable<DeadTicket>;
  /** Drains its workers at once and lets go of files and connections. Safe to call twice. */
  close(): Promise<void>;
};

export const MOST_ATTEMPTS = 5;
export const MOST_PAYLOAD_CHARACTERS = 65_536;
export const DEFAULT_LEASE_MS = 30_000;

/** Redeliveries on GitHub are possible for 3 days; what was done is remembered for longer. */
export const REMEMBERED_MS = 5 * 24 * 60 * 60 * 1000;

/** Milliseconds before the run after `attempt` (from 1): 1 s doubling to 60 s, and up to a quarter less so that failures don't march in step. */
export function retryDelayMs(attempt: number, random: () => number = Math.random): number {
  return Math.round(Math.min(60_000, 1000 * 2 ** (attempt - 1)) * (1 - random() / 4));
}

/** This worker may no longer write for the ticket. `superseded`: a newer one waits; `lost`: another worker may have it; `released`: the worker closes. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
  readonly reason: "superseded" | "lost" | "released";
  constructor(reason: "superseded" | "lost" | "released") {
    super(`the ticket is no longer this worker's: ${reason}`);
    this.reason = reason;
  }
}

/** The queue could not be read or written. Nothing was accepted. */
export class QueueError extends Error {
  override readonly name = "QueueError";
}
