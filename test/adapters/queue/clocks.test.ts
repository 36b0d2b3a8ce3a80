import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { bootClockMs } from "../../../src/adapters/queue/boot-clock.ts";
import { openEmbeddedQueue } from "../../../src/adapters/queue/embedded.ts";
import {
  REMEMBERED_MS,
  RetryLaterError,
  retryDelayMs,
  type JobQueue,
  type Lease,
} from "../../../src/core/job-queue.ts";
import { ticket, until, type Payload } from "../../contracts/job-queue.ts";

const HOUR_MS = 3_600_000;

let folder: string;
let open: JobQueue<Payload>[];
let clocks: { wallMs: number; bootMs: number };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "reflexgen-queue-"));
  open = [];
  clocks = { wallMs: Date.now(), bootMs: 1_000_000 };
});
afterEach(async () => {
  await Promise.all(open.map(async (queue) => queue.close()));
  await rm(folder, { recursive: true });
});

/** One more handle on the same file, and on the same clocks, which stand still until a test moves them. */
function openHere(): JobQueue<Payload> {
  const queue = openEmbeddedQueue<Payload>({
    file: join(folder, "queue.sqlite"),
    readPayload: (json) => json as Payload,
    clocks: { wallMs: () => clocks.wallMs, bootMs: () => clocks.bootMs },
  });
  open.push(queue);
  return queue;
}

/** A worker that holds all it takes. */
function holder(queue: JobQueue<Payload>) {
  const leases: Lease<Payload>[] = [];
  queue.work({
    concurrency: 5,
    run: async (lease) => {
      leases.push(lease);
      await new Promise((resolve) => lease.signal.addEventListener("abort", resolve));
    },
  });
  return leases;
}

const aFewPulses = async () => new Promise((resolve) => setTimeout(resolve, 200));

describe("the embedded queue's clocks", () => {
  it.each([HOUR_MS, -HOUR_MS])("run nothing twice when the wall clock steps by %i ms", async (step) => {
    const [here, there] = [openHere(), openHere()];
    await here.add(ticket({ id: "a" }));
    const first = holder(here);
    await until(() => first.length === 1);

    clocks.wallMs += step;
    const second = holder(there);
    await aFewPulses();

    expect(second).toEqual([]);
    await expect(first[0]?.confirm()).resolves.toBeUndefined();
  });

  it("release a lease that an earlier boot of the machine left, at once", async () => {
    const dying = openHere();
    await dying.add(ticket({ id: "a" }));
    const first = holder(dying);
    await until(() => first.length === 1);

    clocks.bootMs = 5000;
    const second = holder(openHere());
    await until(() => second.length === 1);

    expect(second[0]?.attempt).toBe(2);
  });

  it("run a parked ticket when its time has come, and not before", async () => {
    const queue = openHere();
    let runs = 0;
    await queue.add(ticket({ id: "a" }));
    queue.work({
      concurrency: 1,
      run: async () => {
        runs++;
        if (runs === 1) throw new RetryLaterError(45 * 60_000);
      },
    });
    await until(async () => (await queue.counts()).delayed === 1);

    clocks.wallMs += HOUR_MS;
    clocks.bootMs += 44 * 60_000;
    await aFewPulses();
    expect(runs).toBe(1);
    clocks.bootMs += 60_000;
    await until(() => runs === 2);
  });

  it("remember what was done for the time that they promise, and not for ever", async () => {
    const queue = openHere();
    queue.work({ concurrency: 1, run: async () => undefined });
    await queue.add(ticket({ id: "a" }));
    await until(async () => (await queue.counts()).waiting + (await queue.counts()).running === 0);

    clocks.wallMs += REMEMBERED_MS - 1000;
    const later = openHere();
    expect(await later.add(ticket({ id: "a" }))).toBe("known");
    clocks.wallMs += 2000;
    const muchLater = openHere();
    expect(await muchLater.add(ticket({ id: "a" }))).toBe("added");
  });

  it("count the same in every process of the machine", () => {
    const [before, uptimeMs, after] = [bootClockMs(), Number(process.hrtime.bigint()) / 1e6, bootClockMs()];

    expect(uptimeMs).toBeGreaterThanOrEqual(before);
    expect(Math.floor(uptimeMs)).toBeLessThanOrEqual(after);
  });
});

describe("the delay before a retry", () => {
  it("doubles from one second to one minute, with up to a quarter less", () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => retryDelayMs(attempt, () => 0));

    expect(longest).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(retryDelayMs(1, () => 1)).toBe(750);
  });
});
