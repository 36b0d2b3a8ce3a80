import {
  DEFAULT_LEASE_MS,
  QueueError,
  retryDelayMs,
  type JobQueue,
  type QueueWorker,
} from "../../../core/job-queue.ts";
import { checkedPayload } from "../checked-payload.ts";
import { bullWorker } from "./bull-worker.ts";
import type { BullEngine } from "./engine.ts";
import { wakeUps } from "./wake-ups.ts";

export type BullQueueOptions<P> = {
  engine: BullEngine;
  /** Checks what comes back from the server, which an older version may have written; a ticket for which it throws fails. */
  readPayload: (json: unknown) => P;
  /** A worker that shows no life for this long has lost its tickets. */
  leaseMs?: number;
  /** Between a failed run and the next; by the attempt that failed, from 1. */
  retryMs?: (attempt: number) => number;
  /** Told of what goes wrong in the background. */
  onTrouble: (error: unknown) => void;
};

/** A job queue on BullMQ, for workers on many machines. `wake-ups.ts` says how the two share the work. */
export function bullQueue<P>({
  engine,
  readPayload,
  leaseMs = DEFAULT_LEASE_MS,
  retryMs = retryDelayMs,
  onTrouble,
}: BullQueueOptions<P>): JobQueue<P> {
  const { tickets } = engine;
  const wake = wakeUps(engine.queue, tickets);
  const workers: (QueueWorker & { look: () => void })[] = [];
  let closing: Promise<void> | undefined;

  function open(): void {
    if (closing !== undefined) throw new QueueError(`the queue on ${tickets.place} is closed`);
  }

  return {
    place: tickets.place,
    async add(ticket) {
      open();
      const payload = checkedPayload(ticket);
      const put = await tickets.put(ticket, payload);
      if (put.answer === "known") return "known";
      for (const worker of workers) worker.look();
      try {
        await wake.lane(ticket.key, put.turn);
        if (put.unparked) await wake.hurry(ticket.key);
      } catch (error) {
        onTrouble(error);
        // The ticket stands, so it is accepted; the next sweep wakes its lane.
      }
      return "added";
    },
    work(options) {
      open();
      const worker = bullWorker({ engine, wakeUps: wake, leaseMs, retryMs, readPayload, onTrouble }, options);
      workers.push(worker);
      return { drain: async (deadlineMs) => worker.drain(deadlineMs) };
    },
    async counts() {
      open();
      const { lanes: _, ...counts } = await tickets.counts();
      return counts;
    },
    async showLife() {
      open();
      await tickets.showLife();
    },
    async silenceMs() {
      open();
      return tickets.silenceMs();
    },
    async *dead() {
      open();
      yield* tickets.dead();
    },
    close() {
      closing ??= Promise.all(workers.map(async (worker) => worker.drain(0))).then(async () => engine.close());
      return closing;
    },
  };
}
