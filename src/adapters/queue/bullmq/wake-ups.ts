import { createHash } from "node:crypto";
import { MOST_ATTEMPTS } from "../../../core/job-queue.ts";
import type { WakeUpOptions, WakeUpQueue } from "./engine.ts";
import type { TicketStore } from "./ticket-store.ts";

/** BullMQ's priorities end at 2^21; after so many turns of one unbroken backlog the newest go first, once. */
const PRIORITIES = 2_000_000;

const COMMON = {
  backoff: { type: "custom" },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 1,
} satisfies Partial<WakeUpOptions>;

/** A lane is looked at until that succeeds, however long its server is away. */
const WITHOUT_END = 1_000_000_000;

export type WakeUps = {
  /** Has a worker look at the lane of `key`, in its turn. There is one wake-up a lane; while it stands, this does nothing. */
  lane(key: string, turn: number, delayMs?: number): Promise<void>;
  /** The lane's wake-up waits no longer, if it does. */
  hurry(key: string): Promise<void>;
  /** Looks at the lane again if it is not empty; after `delayMs` if its head waits for its time. */
  again(key: string, delayMs: number): Promise<void>;
  /** Has a worker tell of a dead ticket. */
  dead(id: string): Promise<void>;
  /** Whether somebody will still be told of it. */
  isDeadStanding(id: string): Promise<boolean>;
  /** Lanes and deaths that a process left without a wake-up when it died at a bad moment get one. */
  sweep(): Promise<void>;
};

/**
 * Why wake-ups, and not one BullMQ job a ticket: BullMQ keeps no order within a key, runs two jobs of one key at the same time, and
 * of a waiting job keeps the first payload. So tickets stand in lanes of our own ({@link TicketStore}), and BullMQ has one job a
 * lane, whose id is the key's hash: its lock says who works on the lane, its stalled check brings it back when that worker dies, its
 * delay parks it, its priority is the lane's turn among the groups. Which ticket is run is decided when the wake-up is.
 *
 * A job with an id that stands already is not added, also while it is active. Therefore a lane is looked at once more after its job
 * is gone (`again`), and for a process that died in between there is `sweep`.
 */
export function wakeUps(queue: WakeUpQueue, tickets: TicketStore): WakeUps {
  async function lane(key: string, turn: number, delayMs = 0): Promise<void> {
    const jobId = jobIdOf("lane", key);
    const options = { ...COMMON, jobId, priority: 1 + (turn % PRIORITIES), attempts: WITHOUT_END };
    await queue.add("lane", { key }, delayMs > 0 ? { ...options, delay: delayMs } : options);
  }

  async function again(key: string, delayMs: number): Promise<void> {
    const head = await tickets.head(key);
    if (head !== undefined) await lane(key, head.turn, head.parked ? delayMs : 0);
  }

  async function dead(id: string): Promise<void> {
    await queue.add(
      "dead",
      { deadId: id },
      { ...COMMON, jobId: jobIdOf("dead", id), priority: 1, attempts: MOST_ATTEMPTS },
    );
  }

  return {
    lane,
    again,
    dead,
    isDeadStanding: async (id) => (await queue.getJob(jobIdOf("dead", id))) !== undefined,
    async hurry(key) {
      const job = await queue.getJob(jobIdOf("lane", key));
      if (job !== undefined && (await job.isDelayed())) await job.promote();
    },
    async sweep() {
      for (const id of await tickets.untold()) await dead(id);
      const { lanes } = await tickets.counts();
      const standing = await queue.getJobCountByTypes("waiting", "prioritized", "delayed", "active");
      if (lanes <= standing) return;
      for await (const key of tickets.keys()) await again(key, 0);
    },
  };
}

/** BullMQ wants no colon in an id, and not a number. */
function jobIdOf(kind: "lane" | "dead", name: string): string {
  return `${kind}-${createHash("sha256").update(name).digest("hex")}`;
}
