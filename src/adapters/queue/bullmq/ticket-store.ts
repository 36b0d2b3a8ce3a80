import type { DeadTicket, QueueCounts, Ticket } from "../../../core/job-queue.ts";
import type { Settlement } from "../settlement.ts";

/** What a worker finds at the head of a key's lane. */
export type Taken =
  { kind: "run"; ticket: Ticket<unknown>; attempt: number } | { kind: "died"; id: string } | { kind: "none" };

/**
 * `turn` is that of the head of the ticket's lane. `unparked`: what stood at the head and waited for its time is gone, so the lane's
 * wake-up must not wait any longer.
 */
export type Put = { answer: "known" } | { answer: "added"; turn: number; unparked: boolean };

/** How a settlement was written down; `lost`: it was not, because the ticket is no longer the worker's. */
export type Settled = "done" | "waiting" | "parked" | "died" | "lost";

export type Held = { id: string; token: string };

/**
 * The truth about tickets, beside BullMQ: each operation is atomic in the server, so that a client which stops in the midst of
 * one holds nothing up.
 *
 * A lane is all living tickets of one key, in order of arrival. Who may work on a lane is not decided here but by BullMQ's lock on
 * the lane's wake-up; `token` tells one taking from a later one.
 */
export type TicketStore = {
  readonly place: string;
  put(ticket: Ticket<unknown>, payload: string): Promise<Put>;
  /** The head of the lane, from now on the taker's. One whose taker was killed too often died. */
  take(key: string, token: string): Promise<Taken>;
  settle(held: Held, settlement: Settlement): Promise<Settled>;
  check(held: readonly Held[]): Promise<("held" | "superseded" | "lost")[]>;
  /** Of a lane that is not empty: its head's turn among all groups, and whether the head waits for its time. */
  head(key: string): Promise<{ turn: number; parked: boolean } | undefined>;
  /** Keys of all lanes that are not empty. */
  keys(): AsyncIterable<string>;
  /** The dead that nobody was told of yet. */
  untold(): Promise<string[]>;
  told(id: string): Promise<void>;
  /** A dead ticket, by its id. */
  deadTicket(id: string): Promise<DeadTicket | undefined>;
  dead(): AsyncIterable<DeadTicket>;
  counts(): Promise<QueueCounts & { lanes: number }>;
  /** See the queue; by the server's clock. */
  showLife(): Promise<void>;
  silenceMs(): Promise<number | undefined>;
  close(): Promise<void>;
};

/** An empty group is none: the shared one. */
export function readTicket(stored: {
  id: string;
  key: string;
  group: string;
  mode: Ticket<unknown>["mode"];
  payload: string;
}): Ticket<unknown> {
  const { group, payload, ...rest } = stored;
  const json: unknown = JSON.parse(payload);
  return { ...rest, ...(group !== "" && { group }), payload: json };
}
