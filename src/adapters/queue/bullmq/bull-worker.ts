import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import {
  LeaseLostError,
  MOST_ATTEMPTS,
  QueueError,
  type QueueWorker,
  type Ticket,
  type WorkOptions,
} from "../../../core/job-queue.ts";
import { bootClockMs } from "../boot-clock.ts";
import { settlementOf, SUSPECT_KILLS, type Settlement } from "../settlement.ts";
import type { BullEngine, WakeUpJob } from "./engine.ts";
import { room } from "./room.ts";
import type { Held, Settled } from "./ticket-store.ts";
import type { WakeUps } from "./wake-ups.ts";

/** How often a worker asks whether what it runs is still its own and not superseded. */
const LOOK_MS = 500;

/** A stopped run gets this long to notice, before its ticket goes to others. */
const STOPPING_MS = 1000;

/** Between attempts to write down what became of a ticket, while the server is away. */
const SETTLE_AGAIN_MS = 500;

export type BullWorkerOptions<P> = {
  engine: BullEngine;
  wakeUps: WakeUps;
  leaseMs: number;
  retryMs: (attempt: number) => number;
  readPayload: (json: unknown) => P;
  onTrouble: (error: unknown) => void;
};

type Run = { held: Held; job: WakeUpJob; token: string; controller: AbortController; ended: Promise<unknown> };

/** One worker. `look` has it ask at once whether what it runs was superseded. */
export function bullWorker<P>(
  { engine, wakeUps, leaseMs, retryMs, readPayload, onTrouble }: BullWorkerOptions<P>,
  { concurrency, run, onDead }: WorkOptions<P>,
): QueueWorker & { look: () => void } {
  const { tickets } = engine;
  const runs = new Map<string, Run>();
  const shared = room();
  const following = new Set<Promise<void>>();
  let draining = false;
  let drained: Promise<void> | undefined;
  let looking = false;
  let answeredMs = bootClockMs();

  async function onWakeUp(job: WakeUpJob, token: string): Promise<number> {
    // What was awake when processes died, twice, may be what kills them: alone, it takes no others with it.
    const leave = await shared.enter(job.stalledCounter >= SUSPECT_KILLS);
    try {
      if (draining) return await giveBack(job, token);
      if ("deadId" in job.data) return await tell(job.data.deadId, job.stalledCounter);
      return await runHead(job.data.key, job, token);
    } finally {
      leave();
    }
  }

  async function runHead(key: string, job: WakeUpJob, token: string): Promise<number> {
    const mark = randomUUID();
    const taken = await tickets.take(key, mark);
    if (taken.kind === "died") await wakeUps.dead(taken.id);
    if (taken.kind !== "run") return 0;
    // Was this process stopped for long between the wake-up and here, then the lane is another's by now, which our taking disturbs:
    // it looks again. We only must not run.
    if ((await job.extendLock(token, leaseMs)) === 0) return 0;
    const held = { id: taken.ticket.id, token: mark };
    const entry: Run = { held, job, token, controller: new AbortController(), ended: Promise.resolve() };
    const ended = execute(entry, taken.ticket, taken.attempt);
    runs.set(mark, Object.assign(entry, { ended }));
    return ended.finally(() => runs.delete(mark));
  }

  /** Fetched while the worker was told to stop: somebody else's. */
  async function giveBack(job: WakeUpJob, token: string): Promise<never> {
    await job.moveToWait(token);
    throw Object.assign(new Error("the worker closes"), { name: "WaitingError" });
  }

  async function execute(entry: Run, stored: Ticket<unknown>, attempt: number): Promise<number> {
    const { signal } = entry.controller;
    const settlement = await settlementOf(async () => {
      const ticket = { ...stored, payload: readPayload(stored.payload) };
      await run({ ...ticket, attempt, signal, confirm: async () => confirm(entry) });
    }, signal);
    const settled = await settle(entry, settlement);
    if (settled === "died") follow(wakeUps.dead(entry.held.id));
    if (settled !== "parked") return 0;
    return settlement.kind === "parked" ? settlement.delayMs : retryMs(attempt);
  }

  /** Both must agree: the tickets, that this taking is the last one; BullMQ's lock, that nobody else is woken for another lease. */
  async function confirm({ held, job, token, controller }: Run): Promise<void> {
    const { signal } = controller;
    signal.throwIfAborted();
    const [[state = "lost"], extended] = await inTime(
      Promise.all([tickets.check([held]), job.extendLock(token, leaseMs)]),
    );
    signal.throwIfAborted();
    if (state !== "held") controller.abort(new LeaseLostError(state));
    else if (extended === 0) controller.abort(new LeaseLostError("lost"));
    signal.throwIfAborted();
  }

  async function inTime<T>(work: Promise<T>): Promise<T> {
    const timeout = new AbortController();
    const late = wait(leaseMs, undefined, { signal: timeout.signal }).then(() => {
      throw new QueueError(`the queue on ${tickets.place} does not answer`);
    });
    return Promise.race([work, late]).finally(() => timeout.abort());
  }

  /** Tries until it stands written, or until the worker must leave. */
  async function settle({ held }: Run, settlement: Settlement): Promise<Settled> {
    for (;;) {
      try {
        return await tickets.settle(held, settlement);
      } catch (error) {
        onTrouble(error);
        if (draining) return "lost";
        await wait(SETTLE_AGAIN_MS);
      }
    }
  }

  /** What kills the process when it is told is not told a sixth time. */
  async function tell(id: string, kills: number): Promise<number> {
    const dead = await tickets.deadTicket(id);
    if (dead !== undefined && kills < MOST_ATTEMPTS) {
      await onDead?.({ ...dead.ticket, payload: readPayload(dead.ticket.payload) }, dead.reason);
    }
    await tickets.told(id);
    return 0;
  }

  async function look(): Promise<void> {
    if (looking || runs.size === 0) return;
    looking = true;
    const entries = [...runs.values()];
    try {
      const states = await tickets.check(entries.map(({ held }) => held));
      answeredMs = bootClockMs();
      for (const [index, { controller }] of entries.entries()) {
        const state = states[index];
        if (state !== undefined && state !== "held") controller.abort(new LeaseLostError(state));
      }
    } catch (error) {
      onTrouble(error);
      if (bootClockMs() - answeredMs > leaseMs) stop("lost");
    } finally {
      looking = false;
    }
  }

  function stop(reason: "lost" | "released"): void {
    for (const { controller } of runs.values()) controller.abort(new LeaseLostError(reason));
  }

  /** Kept so that closing waits for it; what fails here is made good by the next sweep. */
  function follow(work: Promise<unknown>): void {
    const followed = work.then(() => undefined, onTrouble);
    following.add(followed);
    void followed.then(() => following.delete(followed));
  }

  async function drain(deadlineMs: number): Promise<void> {
    draining = true;
    await worker.pause(true);
    await ended(deadlineMs);
    stop("released");
    await ended(STOPPING_MS);
    drained ??= leave();
    await drained;
  }

  async function leave(): Promise<void> {
    clearInterval(lookTimer);
    clearInterval(sweepTimer);
    const deaf = [...runs.values()];
    // Deaf to its signal: its ticket goes to others all the same, and its `confirm` refuses.
    await Promise.allSettled(
      deaf.map(async ({ held, job, token }) => {
        await tickets.settle(held, { kind: "released" });
        await job.moveToWait(token);
      }),
    );
    await worker.close(deaf.length > 0);
    await Promise.all(following);
  }

  async function ended(mostMs: number): Promise<void> {
    if (runs.size === 0) return;
    const timeout = new AbortController();
    const all = Promise.allSettled([...runs.values()].map((entry) => entry.ended));
    await Promise.race([all, wait(mostMs, undefined, { signal: timeout.signal }).catch(() => undefined)]);
    timeout.abort();
  }

  const worker = engine.openWorker(onWakeUp, { concurrency, leaseMs, retryMs });
  worker.on("completed", ({ data }, delayMs) => {
    if ("key" in data) follow(wakeUps.again(data.key, delayMs));
  });
  worker.on("failed", (job) => {
    // A lane's wake-up fails without end; this one was told of a dead ticket for the last time.
    if (job !== undefined && "deadId" in job.data) follow(forgetWhenGone(job.data.deadId));
  });
  worker.on("lockRenewalFailed", (ids) => {
    for (const { job, controller } of runs.values()) {
      if (job.id !== undefined && ids.includes(job.id)) controller.abort(new LeaseLostError("lost"));
    }
  });

  async function forgetWhenGone(id: string): Promise<void> {
    if (!(await wakeUps.isDeadStanding(id))) await tickets.told(id);
  }

  const lookTimer = setInterval(() => void look(), LOOK_MS);
  const sweepTimer = setInterval(() => follow(wakeUps.sweep()), Math.max(1000, leaseMs / 2));
  follow(wakeUps.sweep());
  return { drain, look: () => void look() };
}
