import { afterEach, describe, expect, it } from "@jest/globals";
import { openLog } from "../../src/app/log.ts";
import { openSweep } from "../../src/app/sweep.ts";
import type { Rounds } from "../../src/app/rounds.ts";
import type { Job } from "../../src/core/job.ts";
import type { Ticket } from "../../src/core/job-queue.ts";
import type { AppHost, DeliveryRow } from "../../src/core/pull-request.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 10, 22);

function row(id: number, over: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    id: String(id),
    guid: `guid-${id}`,
    event: "pull_request",
    action: "opened",
    deliveredAtMs: NOW,
    succeeded: false,
    ...over,
  };
}

describe("the sweep", () => {
  const open: Rounds[] = [];
  afterEach(() => Promise.all(open.splice(0).map((each) => each.stop(1000))));

  function setUp(over: { rows?: DeliveryRow[]; host?: Partial<AppHost>; kept?: unknown; polls?: boolean } = {}) {
    const asked: number[] = [];
    const redelivered: string[] = [];
    const added: Ticket<Job>[] = [];
    const logged: string[] = [];
    const clock = { nowMs: NOW };
    let kept = over.kept;
    const sweep = openSweep({
      queue: {
        add: async (ticket) => {
          const known = added.some(({ id }) => id === ticket.id);
          if (!known) added.push(ticket);
          return known ? "known" : "added";
        },
      },
      host: {
        installations: async () => [5, 6],
        deliveries: async (sinceMs) => {
          asked.push(sinceMs);
          return over.rows ?? [];
        },
        redeliver: async (id) => void redelivered.push(id),
        ...over.host,
      },
      log: openLog((line) => logged.push(line)),
      now: () => clock.nowMs,
      sweptAt: over.polls ? undefined : { read: async () => kept, write: async (value) => void (kept = value) },
    });
    open.push(sweep);
    return { sweep, asked, redelivered, added, logged, clock, kept: () => kept };
  }

  it("goes on with the rest when GitHub can't be asked for one thing, and says so without its words", async () => {
    const { sweep, added, logged, kept } = setUp({
      host: { deliveries: () => Promise.reject(new Error("no")) },
    });

    await sweep.round();

    expect(added.map(({ payload }) => payload)).toEqual([
      { kind: "sweep", installation: 5 },
      { kind: "sweep", installation: 6 },
    ]);
    expect(kept()).toBeUndefined();
    expect(logged.join("\n")).toContain('could not be looked through what="failed deliveries"');
  });

  it("asks for what never arrived: once an event, by its last attempt, and only what anything is done for (W10)", async () => {
    const rows = [
      row(1),
      row(2, { guid: "arrived later" }),
      row(3, { guid: "arrived later", succeeded: true }),
      row(4, { guid: "failed twice" }),
      row(5, { guid: "failed twice" }),
      row(6, { event: "star", action: "created" }),
      row(7, { action: "assigned" }),
      row(8, { event: "push" }),
      row(9, { succeeded: true }),
      ...Array.from({ length: 5 }, (_, index) => row(20 + index, { guid: "failed too often" })),
    ];
    const { sweep, redelivered, logged } = setUp({ rows });

    await sweep.round();

    expect(new Set(redelivered)).toEqual(new Set(["1", "5", "8"]));
    expect(redelivered).toHaveLength(3);
    expect(logged.join("\n")).toContain("failed deliveries asked for again count=3");
  });

  it("looks back to the last good sweep and a little more, and never more than three days", async () => {
    const first = setUp();
    await first.sweep.round();
    const later = setUp({ kept: NOW - 60_000 });
    await later.sweep.round();
    const damaged = setUp({ kept: { at: "yesterday" } });
    await damaged.sweep.round();

    expect(first.asked).toEqual([NOW - 3 * DAY_MS]);
    expect(first.kept()).toBe(NOW);
    expect(later.asked[0]).toBeLessThan(NOW - 60_000);
    expect(later.asked[0]).toBeGreaterThan(NOW - DAY_MS);
    expect(damaged.asked).toEqual([NOW - 3 * DAY_MS]);
  });

  it("leaves deliveries alone when they are polled: there all of them failed", async () => {
    const { sweep, asked, added } = setUp({ polls: true, rows: [row(1)] });

    await sweep.round();

    expect(asked).toEqual([]);
    expect(added).toHaveLength(2);
  });

  it("looks through installations at each start, and then every quarter of an hour for all processes together", async () => {
    const one = setUp();
    await one.sweep.round();
    one.clock.nowMs += 10 * 60_000;
    await one.sweep.round();
    const atStart = one.added.length;
    one.clock.nowMs += 6 * 60_000;
    await one.sweep.round();
    const restarted = setUp();
    restarted.clock.nowMs = NOW + 1;
    await restarted.sweep.round();

    expect(atStart).toBe(2);
    expect(one.added).toHaveLength(4);
    expect(new Set(one.added.map(({ id }) => id)).size).toBe(4);
  });
});
