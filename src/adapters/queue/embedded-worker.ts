import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { LeaseLostError, type QueueWorker, type WorkOptions } from "../../core/job-queue.ts";
import type { Claim, TicketTable } from "./embedded-tickets.ts";
import type { Writer } from "./embedded-writer.ts";
import { settlementOf, type Settlement } from "./settlement.ts";

/** How often a worker looks whether another process wrote: one cheap read of a counter. */
const PULSE_MS = 50;

/** A stopped run gets this long to notice, before its ticket goes to others. */
const STOPPING_MS = 1000;

const PRUNE_MS = 60 * 60 * 1000;

/** Between attempts to write down what became of a ticket, while the file can't be written. */
const SETTLE_AGAIN_MS = 500;

export type EmbeddedWorkerOptions<P> = {
  table: TicketTable;
  writer: Writer;
  /** Changes whenever another process commits. */
  dataVersion: () => number;
  bootMs: () => number;
  leaseMs: number;
  readPayload: (json: unknown) => P;
  onTrouble: (error: unknown) => void;
};

type Run = { claim: Claim; controller: AbortController; ended: Promise<void>; renewedMs: number };

/** One worker on the embedded queue. `wake` tells it that something in this process was committed. */
export function embeddedWorker<P>(
  { table, writer, dataVersion, bootMs, leaseMs, readPayload, onTrouble }: EmbeddedWorkerOptions<P>,
  { concurrency, run, onDead }: WorkOptions<P>,
): QueueWorker & { wake: () => void } {
  const name = randomUUID();
  const runs = new Map<number, Run>();
  const telling = onDead !== undefined;
  let claimed = 0;
  let taking = false;
  let takeAgain = false;
  let beating = false;
  let draining = false;
  /** What runs, or is to run next, is suspected of killing processes. */
  let alone = false;
  let version = -1;
  let beatMs = bootMs();
  let prunedMs = bootMs();

  async function take(): Promise<void> {
    takeAgain = true;
    if (taking) return;
    taking = true;
    try {
      while (takeAgain && isFree() && isSomethingToDo()) {
        takeAgain = false;
        const most = concurrency - runs.size;
        const idle = runs.size === 0;
        const token = `${name}:${++claimed}`;
        const taken = await writer.writeSoon(() => table.claim({ most, token, leaseMs, telling, idle }));
        alone = taken.alone;
        for (const claim of taken.claims) start(claim);
        if (taken.claims.length > 0) takeAgain = true;
      }
    } catch (error) {
      // The next pulse tries again.
      onTrouble(error);
    } finally {
      taking = false;
    }
  }

  function isFree(): boolean {
    return !draining && runs.size < (alone ? 1 : concurrency);
  }

  function isSomethingToDo(): boolean {
    return table.hasReady() || (table.firstDueMs(telling) ?? Infinity) <= bootMs();
  }

  function start(claim: Claim): void {
    const controller = new AbortController();
    if (draining) controller.abort(new LeaseLostError("released"));
    const entry: Run = { claim, controller, ended: Promise.resolve(), renewedMs: bootMs() };
    runs.set(claim.seq, entry);
    entry.ended = execute(entry).finally(() => {
      if (runs.get(claim.seq) === entry) runs.delete(claim.seq);
      void take();
    });
  }

  async function execute({ claim, controller }: Run): Promise<void> {
    const { signal } = controller;
    const settlement = await settlementOf(async () => {
      signal.throwIfAborted();
      const ticket = { ...claim.ticket, payload: readPayload(claim.ticket.payload) };
      if (claim.deathReason !== undefined) return onDead?.(ticket, claim.deathReason);
      const lease = {
        ...ticket,
        attempt: claim.attempt,
        signal,
        confirm: async () => confirm(claim, controller),
      };
      return run(lease);
    }, signal);
    await settle(claim, settlement, signal);
  }

  async function confirm(claim: Claim, controller: AbortController): Promise<void> {
    controller.signal.throwIfAborted();
    const state = await writer.writeSoon(() => table.renew(claim, leaseMs));
    if (state !== "held") controller.abort(new LeaseLostError(state));
    controller.signal.throwIfAborted();
  }

  /** Tries until it stands written, or until it no longer matters because the ticket is somebody else's. */
  async function settle(claim: Claim, settlement: Settlement, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        return await writer.writeSoon(() => table.settle(claim, settlement));
      } catch (error) {
        onTrouble(error);
        if (draining || isLost(signal)) return;
        await wait(SETTLE_AGAIN_MS);
      }
    }
  }

  function pulse(): void {
    const now = bootMs();
    if (now - beatMs >= leaseMs / 3) void beat(now);
    if (now - prunedMs >= PRUNE_MS) {
      prunedMs = now;
      writer.writeSoon(() => table.prune()).catch(onTrouble);
    }
    try {
      const seen = dataVersion();
      if (seen !== version) wake();
      else if (isSomethingToDo()) void take();
      version = seen;
    } catch (error) {
      onTrouble(error);
    }
  }

  function wake(): void {
    try {
      for (const seq of runs.size === 0 ? [] : table.superseded()) {
        runs.get(seq)?.controller.abort(new LeaseLostError("superseded"));
      }
    } catch (error) {
      onTrouble(error);
    }
    void take();
  }

  async function beat(now: number): Promise<void> {
    if (beating || runs.size === 0) return;
    beating = true;
    beatMs = now;
    const entries = [...runs.values()];
    try {
      const states = await writer.writeSoon(() => entries.map(({ claim }) => table.renew(claim, leaseMs)));
      for (const [index, entry] of entries.entries()) {
        entry.renewedMs = now;
        const state = states[index];
        // A run that ended meanwhile has nothing to lose.
        if (state !== undefined && state !== "held") entry.controller.abort(new LeaseLostError(state));
      }
    } catch (error) {
      onTrouble(error);
      for (const { controller, renewedMs } of entries) {
        if (bootMs() - renewedMs > leaseMs) controller.abort(new LeaseLostError("lost"));
      }
    } finally {
      beating = false;
    }
  }

  async function drain(deadlineMs: number): Promise<void> {
    draining = true;
    await settled(deadlineMs);
    for (const { controller } of runs.values()) controller.abort(new LeaseLostError("released"));
    await settled(STOPPING_MS);
    // Deaf to its signal: its ticket goes to others all the same, and its `confirm` refuses.
    await Promise.allSettled(
      [...runs.values()].map(({ claim }) => writer.writeSoon(() => table.settle(claim, { kind: "released" }))),
    );
    clearInterval(timer);
  }

  async function settled(mostMs: number): Promise<void> {
    const all = Promise.all([...runs.values()].map(({ ended }) => ended));
    if (runs.size === 0) return;
    const timeout = new AbortController();
    await Promise.race([all, wait(mostMs, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
  }

  const timer = setInterval(pulse, PULSE_MS);
  queueMicrotask(wake);
  return { drain, wake };
}

function isLost(signal: AbortSignal): boolean {
  return signal.reason instanceof LeaseLostError && signal.reason.reason === "lost";
}
