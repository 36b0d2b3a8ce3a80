import { DEFAULT_LEASE_MS, QueueError, retryDelayMs, type JobQueue, type QueueWorker } from "../../core/job-queue.ts";
import { bootClockMs } from "./boot-clock.ts";
import { checkedPayload } from "./checked-payload.ts";
import { inWords, openQueueDatabase } from "./embedded-database.ts";
import { ticketTable, type Clocks } from "./embedded-tickets.ts";
import { embeddedWorker } from "./embedded-worker.ts";
import { groupWriter } from "./embedded-writer.ts";

export type EmbeddedQueueOptions<P> = {
  /** The database file; made with its folder when there is none. On a local disk: the processes of one machine share it. */
  file: string;
  /** Checks what comes back from the file, which an older version may have written; a ticket for which it throws fails. */
  readPayload: (json: unknown) => P;
  /** A worker that shows no life for this long has lost its tickets. */
  leaseMs?: number;
  /** Between a failed run and the next; by the attempt that failed, from 1. */
  retryMs?: (attempt: number) => number;
  clocks?: Clocks;
  /** Told of what goes wrong in the background; all of it is tried again. */
  onTrouble?: (error: unknown) => void;
};

/**
 * A job queue in one SQLite file, for all processes of one machine.
 *
 * SQLite has one writer at a time: a process that is stopped (not killed) in the midst of a write holds up the others, until they
 * are refused.
 *
 * @throws UserError when the file can't be written; QueueError when it is damaged, foreign, or of a newer reflexgen.
 */
export function openEmbeddedQueue<P>({
  file,
  readPayload,
  leaseMs = DEFAULT_LEASE_MS,
  retryMs = retryDelayMs,
  onTrouble = () => undefined,
  clocks = { bootMs: bootClockMs, wallMs: Date.now },
}: EmbeddedQueueOptions<P>): JobQueue<P> {
  const database = openQueueDatabase(file);
  const workers: (QueueWorker & { wake: () => void })[] = [];
  const table = ticketTable(database, clocks, retryMs);
  const writer = groupWriter(database, file, () => {
    for (const worker of workers) worker.wake();
  });
  const version = database.prepare("PRAGMA data_version");
  const dataVersion = () => Number(version.get()?.["data_version"]);
  let closing: Promise<void> | undefined;
  // Refused when another process writes: that one does it, or the next to open.
  writer
    .write(() => {
      table.endWhatAnotherBootLeft();
      table.prune();
    })
    .catch(() => undefined);

  /** What the file refuses is said in words. */
  const reading = <T>(work: () => T): T => {
    if (closing !== undefined) throw new QueueError(`the queue ${file} is closed`);
    try {
      return work();
    } catch (error) {
      throw inWords(file, error);
    }
  };

  return {
    place: file,
    async add(ticket) {
      const payload = checkedPayload(ticket);
      return writer.write(() => table.add(ticket, payload));
    },
    work(options) {
      const worker = embeddedWorker(
        { table, writer, dataVersion, bootMs: clocks.bootMs, leaseMs, readPayload, onTrouble },
        options,
      );
      workers.push(worker);
      return { drain: async (deadlineMs) => worker.drain(deadlineMs) };
    },
    counts: async () => reading(() => table.counts()),
    showLife: async () => writer.write(() => table.showLife()),
    silenceMs: async () => reading(() => table.silenceMs()),
    async *dead() {
      const dead = table.dead();
      for (let next = reading(() => dead.next()); next.done !== true; next = reading(() => dead.next())) {
        yield next.value;
      }
    },
    close() {
      closing ??= Promise.all(workers.map((worker) => worker.drain(0)))
        .then(() => writer.close())
        .then(() => database.close());
      return closing;
    },
  };
}
