import { describe, expect, it } from "@jest/globals";
import { openPacer } from "../../../src/adapters/host/pacer.ts";
import { RetryLaterError } from "../../../src/core/errors.ts";

function setUp() {
  let nowMs = 1_000_000;
  const pacer = openPacer({
    now: () => nowMs,
    sleep: async (ms) => {
      nowMs += ms;
    },
  });
  return {
    pacer,
    now: () => nowMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

/** The delay that a refusal asks for; undefined when there was none. */
async function refusal(request: Promise<void>): Promise<number | undefined> {
  try {
    await request;
    return undefined;
  } catch (error) {
    if (error instanceof RetryLaterError) return error.delayMs;
    throw error;
  }
}

describe("the pacer", () => {
  it("lets a few writes go at once", async () => {
    const { pacer, now } = setUp();
    const began = now();

    for (let count = 0; count < 20; count++) await pacer.write();

    expect(now()).toBe(began);
  });

  it("sets writes of a large burst a second apart, and never lets 80 go in a minute", async () => {
    const { pacer, now, pass } = setUp();
    const times: number[] = [];

    for (let count = 0; count < 300; count++) {
      const delayMs = await refusal(pacer.write());
      if (delayMs === undefined) times.push(now());
      else pass(delayMs);
    }

    const inOneMinute = times.map((time) => times.filter((other) => other > time - 60_000 && other <= time).length);
    expect(Math.max(...inOneMinute)).toBeLessThan(80);
    expect(times.length).toBeGreaterThan(200);
    expect(Math.min(...times.slice(21, 60).map((time, index) => time - (times[index + 20] ?? 0)))).toBe(1000);
  });

  it("never lets 500 go in an hour, whatever comes together", async () => {
    const { pacer, now, pass } = setUp();
    const times: number[] = [];

    for (let round = 0; round < 300; round++) {
      const delays = await Promise.all(Array.from({ length: 10 }, () => refusal(pacer.write())));
      times.push(...delays.filter((delay) => delay === undefined).map(() => now()));
      pass(Math.min(...delays.map((delay) => delay ?? 1000)));
    }

    const inOneHour = times.map((time) => times.filter((other) => other > time - 3_600_000 && other <= time).length);
    expect(Math.max(...inOneHour)).toBeLessThan(500);
    expect(times.length).toBeGreaterThan(440);
  });

  it("holds no worker for long: what must wait comes back by itself", async () => {
    const { pacer, now } = setUp();
    pacer.quiet({ kind: "secondary", delayMs: 90_000 });
    const began = now();

    await expect(refusal(pacer.request())).resolves.toBe(90_000);
    await expect(refusal(pacer.write())).resolves.toBe(90_000);
    expect(now()).toBe(began);
  });

  it("waits itself where GitHub asks for seconds", async () => {
    const { pacer, now } = setUp();
    const began = now();
    pacer.quiet({ kind: "secondary", delayMs: 3000 });

    await pacer.request();

    expect(now() - began).toBe(3000);
  });

  it("waits a minute where GitHub says no time, then twice as long, until it was calm for as long as that (G4)", () => {
    const { pacer, pass } = setUp();
    const quiet = () => pacer.quiet({ kind: "secondary" }).delayMs;
    const delays = [quiet()];
    pass(60_000);
    delays.push(quiet());
    pass(120_000);
    delays.push(quiet());
    pass(240_000);
    pacer.answered();
    delays.push(quiet());
    pass(2 * 480_000);
    pacer.answered();
    delays.push(quiet());

    expect(delays).toEqual([60_000, 120_000, 240_000, 480_000, 60_000]);
  });

  it("does not count a write that was sent away", async () => {
    const { pacer, pass } = setUp();
    pacer.quiet({ kind: "secondary", delayMs: 60_000 });
    for (let count = 0; count < 500; count++) await refusal(pacer.write());
    pass(60_000);

    await expect(refusal(pacer.write())).resolves.toBeUndefined();
  });
});
