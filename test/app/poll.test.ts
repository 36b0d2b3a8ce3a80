import { afterEach, describe, expect, it } from "@jest/globals";
import { openLog } from "../../src/app/log.ts";
import { openPoll } from "../../src/app/poll.ts";
import type { Delivery } from "../../src/app/receive-delivery.ts";
import type { Rounds } from "../../src/app/rounds.ts";
import type { DeliveryRow } from "../../src/core/pull-request.ts";

const NOW = Date.UTC(2026, 10, 22);

describe("polling", () => {
  const open: Rounds[] = [];
  afterEach(() => Promise.all(open.splice(0).map((each) => each.stop(1000))));

  function setUp(over: { kept?: unknown; receive?: (delivery: Delivery) => Promise<void>; rows?: DeliveryRow[] } = {}) {
    const rows = over.rows ?? [];
    const received: Delivery[] = [];
    const fetched: string[] = [];
    const asked: number[] = [];
    const clock = { nowMs: NOW };
    let kept = over.kept;
    const poll = openPoll({
      host: {
        deliveries: async (sinceMs) => {
          asked.push(sinceMs);
          return rows.filter(({ deliveredAtMs }) => deliveredAtMs >= sinceMs);
        },
        delivery: async (id) => {
          fetched.push(id);
          return id === "forgotten" ? undefined : { payload: { action: "opened", of: id } };
        },
      },
      receive: async (delivery) => {
        await over.receive?.(delivery);
        received.push(delivery);
      },
      cursor: { read: async () => kept, write: async (value) => void (kept = JSON.parse(JSON.stringify(value))) },
      everyMs: 60_000,
      log: openLog(() => {}),
      now: () => clock.nowMs,
    });
    open.push(poll);
    return { poll, rows, received, fetched, asked, clock, kept: () => kept };
  }

  function row(id: string, atMs: number, over: Partial<DeliveryRow> = {}): DeliveryRow {
    return {
      id,
      guid: `guid-${id}`,
      event: "pull_request",
      action: "opened",
      deliveredAtMs: atMs,
      succeeded: false,
      ...over,
    };
  }

  it("stops at what could not be kept, and comes back to it: nothing before it twice, nothing after it first", async () => {
    let broken = true;
    const { poll, received } = setUp({
      kept: { untilMs: NOW - 60_000, seen: [] },
      rows: [row("1", NOW - 3000), row("2", NOW - 2000), row("3", NOW - 1000)],
      receive: ({ id }) => (id === "guid-2" && broken ? Promise.reject(new Error("disk full")) : Promise.resolve()),
    });

    await poll.round();
    const before = received.map(({ id }) => id);
    broken = false;
    await poll.round();

    expect(before).toEqual(["guid-1"]);
    expect(received.map(({ id }) => id)).toEqual(["guid-1", "guid-2", "guid-3"]);
  });

  it("receives each event once, also when GitHub enters it late or tries it again", async () => {
    const { poll, rows, received, clock } = setUp({ kept: { untilMs: NOW - 60_000, seen: [] } });
    rows.push(row("1", NOW - 5000));
    await poll.round();

    clock.nowMs += 30_000;
    rows.push(row("late", NOW - 20_000), row("2", NOW + 10_000), row("1 again", NOW + 20_000, { guid: "guid-1" }));
    await poll.round();
    await poll.round();

    expect(received).toEqual([
      { id: "guid-1", name: "pull_request", payload: { action: "opened", of: "1" } },
      { id: "guid-late", name: "pull_request", payload: { action: "opened", of: "late" } },
      { id: "guid-2", name: "pull_request", payload: { action: "opened", of: "2" } },
    ]);
  });

  it("goes on where an earlier process was, and reads no payload that nothing follows from", async () => {
    const first = setUp({ kept: { untilMs: NOW - 60_000, seen: [] }, rows: [row("1", NOW - 5000)] });
    await first.poll.round();
    const second = setUp({
      kept: first.kept(),
      rows: [row("1", NOW - 5000), row("2", NOW), row("3", NOW, { event: "star" }), row("forgotten", NOW)],
    });
    await second.poll.round();

    expect(second.received.map(({ id }) => id)).toEqual(["guid-2"]);
    expect(second.fetched).toEqual(["2", "forgotten"]);
  });

  it("begins with now, and never asks for more than three days", async () => {
    const first = setUp({ rows: [row("1", NOW - 60 * 60_000)] });
    await first.poll.round();
    const old = setUp({ kept: { untilMs: 0, seen: [] } });
    await old.poll.round();

    expect(first.received).toEqual([]);
    expect(old.asked).toEqual([NOW - 3 * 24 * 60 * 60_000]);
  });
});
