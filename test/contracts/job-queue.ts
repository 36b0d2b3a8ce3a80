import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  LeaseLostError,
  MOST_ATTEMPTS,
  MOST_PAYLOAD_CHARACTERS,
  QueueError,
  RetryLaterError,
  type JobQueue,
  type Lease,
  type Ticket,
} from "../../src/core/job-queue.ts";

export type Payload = { n: number; text?: string };

/** A handle on a fresh, empty queue with quick retries; `another` gives one more handle on the same data, as another process has. */
export type QueueUnderTest = {
  queue: JobQueue<Payload>;
  another: () => Promise<JobQueue<Payload>>;
  drop: () => Promise<void>;
};

export function ticket(given: Partial<Ticket<Payload>> & { id: string }): Ticket<Payload> {
  return { key: given.id, mode: "each", payload: { n: 0 }, ...given };
}

/** Resolves when `holds` does; the test's own time limit is the only one. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Runs that wait to be told how they end: `started` lists them in order. */
function gate() {
  const started: { lease: Lease<Payload>; end: (error?: unknown) => void }[] = [];
  return {
    started,
    ids: () => started.map(({ lease }) => lease.id),
    run: async (lease: Lease<Payload>) =>
      new Promise<void>((resolve, reject) => {
        started.push({ lease, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
    has: async (count: number) => until(() => started.length >= count),
    end: (index: number, error?: unknown) => started[index]?.end(error),
    lease: (index: number): Lease<Payload> => {
      const entry = started[index];
      if (entry === undefined) throw new Error(`run ${index} has not started`);
      return entry.lease;
    },
  };
}

async function aborted(signal: AbortSignal): Promise<unknown> {
  await until(() => signal.aborted);
  return signal.reason;
}

const idle = async (queue: JobQueue<Payload>) =>
  until(async () => {
    const { waiting, delayed, running } = await queue.counts();
    return waiting + delayed + running === 0;
  });

/** What every job queue promises; run for each adapter, and for real servers where they are at hand. */
export function jobQueueContract(open: () => Promise<QueueUnderTest>): void {
  let queue: JobQueue<Payload>;
  let another: () => Promise<JobQueue<Payload>>;
  let drop: () => Promise<void>;

  beforeEach(async () => {
    ({ queue, another, drop } = await open());
  });
  afterEach(async () => drop());

  describe("hands in and out", () => {
    it("refuses what it can't keep, and what comes after it is closed", async () => {
      const large = ticket({ id: "large", payload: { n: 1, text: "x".repeat(MOST_PAYLOAD_CHARACTERS) } });

      await expect(queue.add(large)).rejects.toThrow(QueueError);
      await queue.close();
      await expect(queue.add(ticket({ id: "late" }))).rejects.toThrow(QueueError);
    });

    it("runs a ticket once, with all that it was given", async () => {
      const runs: Lease<Payload>[] = [];
      const given = ticket({ id: "a", key: "k", group: "g", payload: { n: 7, text: "ü\u0000{}\"'" } });

      expect(await queue.add(given)).toBe("added");
      queue.work({ concurrency: 2, run: async (lease) => void runs.push(lease) });
      await idle(queue);

      expect(runs).toHaveLength(1);
      expect(runs[0]).toMatchObject({ ...given, attempt: 1 });
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, running: 0, dead: 0 });
    });

    it("keeps what it took when everything is closed and opened again", async () => {
      await queue.add(ticket({ id: "a" }));
      await queue.close();

      const reopened = await another();
      expect(await reopened.counts()).toMatchObject({ waiting: 1 });
      const { run, has, end, ids } = gate();
      reopened.work({ concurrency: 1, run });
      await has(1);
      end(0);

      expect(ids()).toEqual(["a"]);
    });

    it("starts what another handle hands in", async () => {
      const { run, has, end, ids } = gate();
      queue.work({ concurrency: 1, run });

      await (await another()).add(ticket({ id: "from-there" }));
      await has(1);
      end(0);

      expect(ids()).toEqual(["from-there"]);
    });

    it("knows of no worker at first, and of its silence once one showed that it lives", async () => {
      const elsewhere = await another();
      expect(await queue.silenceMs()).toBeUndefined();

      await queue.showLife();
      await queue.showLife();
      const first = await elsewhere.silenceMs();
      await until(async () => ((await elsewhere.silenceMs()) ?? 0) > (first ?? Infinity));

      expect(first).toBeGreaterThanOrEqual(0);
      await elsewhere.showLife();
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, running: 0, dead: 0 });
    });

    it("shows no password where it says where it is", () => {
      expect(queue.place).not.toMatch(/:[^/@]+@/);
      expect(queue.place).not.toBe("");
    });
  });

  describe("knows what it was given", () => {
    it("takes a thousand of one id, handed in at once, as one", async () => {
      let runs = 0;
      const other = await another();

      const answers = await Promise.all(
        Array.from({ length: 1000 }, async (_, n) => (n % 2 === 0 ? queue : other).add(ticket({ id: "same" }))),
      );
      queue.work({ concurrency: 4, run: async () => void runs++ });
      await idle(queue);

      expect(answers.filter((answer) => answer === "added")).toHaveLength(1);
      expect(runs).toBe(1);
    });

    it("knows an id while it runs and after it is done", async () => {
      const { run, has, end, ids } = gate();
      queue.work({ concurrency: 1, run });
      await queue.add(ticket({ id: "a" }));
      await has(1);

      const whileRunning = await queue.add(ticket({ id: "a" }));
      end(0);
      await idle(queue);
      const whenDone = await queue.add(ticket({ id: "a" }));

      expect([whileRunning, whenDone]).toEqual(["known", "known"]);
      expect(ids()).toEqual(["a"]);
    });

    it("revives a dead one", async () => {
      let broken = true;
      const attempts: number[] = [];
      queue.work({
        concurrency: 1,
        run: async ({ attempt }) => {
          attempts.push(attempt);
          if (broken) throw new Error("broken");
        },
      });
      await queue.add(ticket({ id: "a" }));
      await until(async () => (await queue.counts()).dead === 1);

      broken = false;
      expect(await queue.add(ticket({ id: "a" }))).toBe("added");
      await idle(queue);

      expect(attempts).toEqual([1, 2, 3, 4, 5, 1]);
      expect(await queue.counts()).toMatchObject({ dead: 0 });
      expect(await queue.add(ticket({ id: "a" }))).toBe("known");
    });
  });

  describe("keeps a key's order", () => {
    it("runs one of a key at a time, in order of arrival, over several workers", async () => {
      const workers = [queue, await another(), await another()];
      const order = new Map<string, number[]>();
      const now = new Map<string, number>();
      let most = 0;

      for (let n = 0; n < 60; n++) {
        await queue.add(ticket({ id: `t${n}`, key: `k${n % 4}`, payload: { n } }));
      }
      for (const worker of workers) {
        worker.work({
          concurrency: 5,
          run: async ({ key, payload }) => {
            now.set(key, (now.get(key) ?? 0) + 1);
            most = Math.max(most, now.get(key) ?? 0);
            order.set(key, [...(order.get(key) ?? []), payload.n]);
            await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
            now.set(key, (now.get(key) ?? 0) - 1);
          },
        });
      }
      await idle(queue);

      expect(most).toBe(1);
      for (const [key, list] of order) {
        expect(list).toEqual(Array.from({ length: 15 }, (_, n) => n * 4 + Number(key.slice(1))));
      }
    });

    it("lets a failing one block its key until it is dead, and then goes on", async () => {
      const runs: string[] = [];
      await queue.add(ticket({ id: "bad", key: "k" }));
      await queue.add(ticket({ id: "good", key: "k" }));

      queue.work({
        concurrency: 3,
        run: async ({ id }) => {
          runs.push(id);
          if (id === "bad") throw new Error("bad");
        },
      });
      await until(() => runs.includes("good"));

      expect(runs).toEqual([...Array.from({ length: MOST_ATTEMPTS }, () => "bad"), "good"]);
    });
  });

  describe("latest", () => {
    const latest = (id: string, given: Partial<Ticket<Payload>> = {}) =>
      ticket({ id, key: "k", mode: "latest", ...given });

    it("replaces a waiting one by a newer one, whose payload runs", async () => {
      const runs: Lease<Payload>[] = [];

      for (const n of [1, 2, 3]) await queue.add(latest(`v${n}`, { payload: { n } }));
      expect(await queue.counts()).toMatchObject({ waiting: 1 });
      queue.work({ concurrency: 2, run: async (lease) => void runs.push(lease) });
      await idle(queue);

      expect(runs.map(({ payload }) => payload.n)).toEqual([3]);
      expect(await queue.add(latest("v1"))).toBe("known");
    });

    it("stops a running one, refuses its writes, and runs the newer one when it has ended", async () => {
      const { run, has, end, ids, lease } = gate();
      queue.work({ concurrency: 2, run });
      await queue.add(latest("old"));
      await has(1);
      await expect(lease(0).confirm()).resolves.toBeUndefined();

      await queue.add(latest("new"));

      expect(await aborted(lease(0).signal)).toMatchObject({ name: "LeaseLostError", reason: "superseded" });
      await expect(lease(0).confirm()).rejects.toThrow(LeaseLostError);
      expect(ids()).toEqual(["old"]);
      end(0, new Error("stopped"));
      await has(2);
      await expect(lease(1).confirm()).resolves.toBeUndefined();
      end(1);
      await idle(queue);
      expect(ids()).toEqual(["old", "new"]);
    });

    it("stops one that runs in another process", async () => {
      const { run, has, end, lease } = gate();
      (await another()).work({ concurrency: 1, run });
      await queue.add(latest("old"));
      await has(1);

      await queue.add(latest("new"));

      await expect(lease(0).confirm()).rejects.toMatchObject({ reason: "superseded" });
      expect(await aborted(lease(0).signal)).toMatchObject({ reason: "superseded" });
      end(0);
      await has(2);
      end(1);
      await idle(queue);
    });

    it("of many pushes runs the first and the last", async () => {
      const { run, has, end, ids, lease } = gate();
      queue.work({ concurrency: 4, run });
      await queue.add(latest("v0"));
      await has(1);

      for (let n = 1; n < 10; n++) await queue.add(latest(`v${n}`));
      await aborted(lease(0).signal);
      end(0);
      await has(2);
      end(1);
      await idle(queue);

      expect(ids()).toEqual(["v0", "v9"]);
    });

    it("drops none of `each`, and keeps their order", async () => {
      const runs: string[] = [];

      await queue.add(latest("old"));
      await queue.add(ticket({ id: "act-1", key: "k" }));
      await queue.add(latest("new"));
      await queue.add(ticket({ id: "act-2", key: "k" }));
      queue.work({ concurrency: 3, run: async ({ id }) => void runs.push(id) });
      await idle(queue);

      expect(runs).toEqual(["act-1", "new", "act-2"]);
    });

    it("does not stop a running one of `each`", async () => {
      const { run, has, end, ids, lease } = gate();
      queue.work({ concurrency: 2, run });
      await queue.add(ticket({ id: "act", key: "k" }));
      await has(1);

      await queue.add(latest("new"));
      await lease(0).confirm();
      end(0);
      await has(2);
      end(1);
      await idle(queue);

      expect(lease(0).signal.aborted).toBe(false);
      expect(ids()).toEqual(["act", "new"]);
    });

    it("runs a newer one at once, though the older was parked for long", async () => {
      const runs: string[] = [];
      await queue.add(latest("old"));
      queue.work({
        concurrency: 1,
        run: async ({ id }) => {
          runs.push(id);
          if (id === "old") throw new RetryLaterError(3_600_000);
        },
      });
      await until(async () => (await queue.counts()).delayed === 1);

      await queue.add(latest("new"));
      await idle(queue);

      expect(runs).toEqual(["old", "new"]);
    });
  });

  describe("fails", () => {
    it("tries a failing one five times, then keeps it with its reason and tells of it", async () => {
      const attempts: number[] = [];
      const told: [Ticket<Payload>, string][] = [];
      const given = ticket({ id: "bad", group: "g", payload: { n: 3 } });

      queue.work({
        concurrency: 1,
        run: async ({ attempt }) => {
          attempts.push(attempt);
          throw new TypeError("no such thing");
        },
        onDead: (dead, reason) => void told.push([dead, reason]),
      });
      await queue.add(given);
      await until(() => told.length > 0);

      expect(attempts).toEqual([1, 2, 3, 4, 5]);
      expect(told).toEqual([[given, "TypeError: no such thing"]]);
      expect(await queue.counts()).toEqual({ waiting: 0, delayed: 0, running: 0, dead: 1 });
      const dead = await Array.fromAsync(queue.dead());
      expect(dead).toEqual([
        { ticket: given, reason: "TypeError: no such thing", attempts: 5, diedAt: expect.any(Date) },
      ]);
    });

    it("tells again of a dead one when the first telling failed", async () => {
      let told = 0;

      queue.work({
        concurrency: 1,
        run: async () => Promise.reject(new Error("bad")),
        onDead: async () => {
          told++;
          if (told === 1) throw new Error("not reachable");
        },
      });
      await queue.add(ticket({ id: "bad" }));
      await until(() => told === 2);

      expect(await queue.counts()).toMatchObject({ dead: 1 });
    });

    it("parks a ticket without using an attempt or holding a place", async () => {
      const runs: string[] = [];
      let limited = true;

      await queue.add(ticket({ id: "limited" }));
      await queue.add(ticket({ id: "other" }));
      queue.work({
        concurrency: 1,
        run: async ({ id, attempt }) => {
          runs.push(`${id} ${attempt}`);
          if (id !== "limited" || !limited) return;
          if (runs.includes("other 1")) limited = false;
          throw new RetryLaterError(30);
        },
      });
      await idle(queue);

      expect(runs.filter((run) => run.startsWith("limited")).length).toBeGreaterThan(1);
      expect(new Set(runs)).toEqual(new Set(["limited 1", "other 1"]));
    });

    it("counts what waits for its time as delayed", async () => {
      await queue.add(ticket({ id: "later" }));
      await queue.add(ticket({ id: "behind", key: "later" }));
      queue.work({ concurrency: 1, run: async () => Promise.reject(new RetryLaterError(3_600_000)) });

      await until(async () => (await queue.counts()).delayed === 1);

      expect(await queue.counts()).toEqual({ waiting: 1, delayed: 1, running: 0, dead: 0 });
    });
  });

  describe("is fair", () => {
    it("lets a group with one ticket start though another came before with hundreds", async () => {
      const order: string[] = [];
      await Promise.all(
        Array.from({ length: 300 }, async (_, n) => queue.add(ticket({ id: `a${n}`, group: "large" }))),
      );
      await queue.add(ticket({ id: "b", group: "small" }));

      queue.work({ concurrency: 2, run: async ({ id }) => void order.push(id) });
      await idle(queue);

      expect(order).toHaveLength(301);
      expect(order.indexOf("b")).toBeLessThan(10);
    });
  });

  describe("drains", () => {
    it("takes nothing new and waits for what runs", async () => {
      const { run, has, end, ids, lease } = gate();
      const worker = queue.work({ concurrency: 1, run });
      await queue.add(ticket({ id: "running" }));
      await queue.add(ticket({ id: "waiting" }));
      await has(1);

      const drained = worker.drain(15_000);
      await lease(0).confirm();
      end(0);
      await drained;

      expect(lease(0).signal.aborted).toBe(false);
      expect(ids()).toEqual(["running"]);
      expect(await queue.counts()).toEqual({ waiting: 1, delayed: 0, running: 0, dead: 0 });
    });

    it("stops and releases what still runs, and another worker has it with the same attempt", async () => {
      const first = gate();
      const second = gate();
      const worker = queue.work({ concurrency: 20, run: first.run });
      for (let n = 0; n < 20; n++) await queue.add(ticket({ id: `t${n}` }));
      await first.has(20);
      for (const { lease, end } of first.started)
        lease.signal.addEventListener("abort", () => end(lease.signal.reason));

      await worker.drain(50);
      (await another()).work({ concurrency: 20, run: second.run });
      await second.has(20);
      for (const { end } of second.started) end();
      await idle(queue);

      expect(first.lease(0).signal.reason).toMatchObject({ reason: "released" });
      expect(new Set(second.started.map(({ lease }) => lease.attempt))).toEqual(new Set([1]));
    });

    it("refuses the writes of a run that is deaf to its signal", async () => {
      const first = gate();
      const second = gate();
      const worker = queue.work({ concurrency: 1, run: first.run });
      await queue.add(ticket({ id: "deaf" }));
      await first.has(1);

      await worker.drain(0);
      (await another()).work({ concurrency: 1, run: second.run });
      await second.has(1);

      await expect(first.lease(0).confirm()).rejects.toThrow(LeaseLostError);
      await expect(second.lease(0).confirm()).resolves.toBeUndefined();
      first.end(0);
      await expect(second.lease(0).confirm()).resolves.toBeUndefined();
      second.end(0);
      await idle(queue);
    });
  });
}
