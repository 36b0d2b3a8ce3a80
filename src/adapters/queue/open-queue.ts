import type { JobQueue } from "../../core/job-queue.ts";
import type { BullQueueOptions } from "./bullmq/bull-queue.ts";
import type { BullEngine } from "./bullmq/engine.ts";
import { openEmbeddedQueue, type EmbeddedQueueOptions } from "./embedded.ts";

export type QueueOptions<P> = {
  /** `redis://…`, `rediss://…`, `postgres://…` or `postgresql://…`, perhaps with a password; anything else is the path of a file. */
  address: string;
  /** Checks what comes back, which an older version may have written; a ticket for which it throws fails. */
  readPayload: (json: unknown) => P;
  /** A worker that shows no life for this long has lost its tickets. */
  leaseMs?: number;
  /** Between a failed run and the next; by the attempt that failed, from 1. */
  retryMs?: (attempt: number) => number;
  /** On a server: the prefix of names in Redis, the schema in Postgres. Queues of different namespaces know nothing of each other. */
  namespace?: string;
  /** Of the embedded queue; servers have their own. */
  clocks?: NonNullable<EmbeddedQueueOptions<P>["clocks"]>;
  /**
   * Told of what goes wrong in the background, where nobody asked for anything: a server that is away, a sweep that failed. All of it
   * is tried again.
   */
  onTrouble?: (error: unknown) => void;
};

/**
 * The job queue at an address. BullMQ and the server's driver are loaded only when the address asks for them.
 *
 * @throws UserError when their packages are missing, the server can't be reached, or the file can't be written.
 */
export async function openQueue<P>({
  address,
  namespace = "reflexgen",
  onTrouble = () => undefined,
  ...options
}: QueueOptions<P>): Promise<JobQueue<P>> {
  if (/^rediss?:/i.test(address)) {
    const { openRedisEngine } = await import("./bullmq/redis-engine.ts");
    return onBullMq(await openRedisEngine({ url: address, namespace, onTrouble }), { ...options, onTrouble });
  }
  if (/^postgres(ql)?:/i.test(address)) {
    const { openPostgresEngine } = await import("./bullmq/postgres-engine.ts");
    return onBullMq(await openPostgresEngine({ url: address, namespace, onTrouble }), { ...options, onTrouble });
  }
  return openEmbeddedQueue({ file: address, onTrouble, ...options });
}

async function onBullMq<P>(engine: BullEngine, options: Omit<BullQueueOptions<P>, "engine">): Promise<JobQueue<P>> {
  const { bullQueue } = await import("./bullmq/bull-queue.ts");
  return bullQueue({ engine, ...options });
}
