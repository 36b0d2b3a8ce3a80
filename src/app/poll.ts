import { z } from "zod";
import type { KeptValue } from "../core/kept-value.ts";
import type { AppHost, DeliveryRow } from "../core/pull-request.ts";
import type { Log } from "./log.ts";
import { isHandled } from "./read-event.ts";
import type { Delivery } from "./receive-delivery.ts";
import { openRounds, type Rounds } from "./rounds.ts";

export type PollOptions = {
  host: Pick<AppHost, "deliveries" | "delivery">;
  /** Resolves when what follows from the delivery is durable. */
  receive: (delivery: Delivery) => Promise<void>;
  /** How far deliveries were read. */
  cursor: KeptValue;
  everyMs: number;
  log: Log;
  now: () => number;
};

/** All up to `untilMs` was received; `seen` are events received of the time shortly before, which is read again. */
const Cursor = z.object({ untilMs: z.number(), seen: z.array(z.string()) });
type Cursor = z.infer<typeof Cursor>;

/** GitHub's record is not in strict order: a delivery that took long is entered after younger ones. */
const OVERLAP_MS = 5 * 60 * 1000;
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;

/**
 * For those whom GitHub can't reach: reads the record of deliveries, which it keeps for three days, and receives each event as if it had
 * been posted. The first start begins with what happens from then on; open pull requests are the sweep's.
 */
export function openPoll({ host, receive, cursor, everyMs, log, now }: PollOptions): Rounds {
  async function poll(): Promise<void> {
    const last: Cursor = Cursor.safeParse(await cursor.read()).data ?? { untilMs: now(), seen: [] };
    const rows = await host.deliveries(Math.max(last.untilMs - OVERLAP_MS, now() - KEPT_MS));
    const seen = new Map(last.seen.map((guid) => [guid, last.untilMs]));
    let untilMs = last.untilMs;
    try {
      for (const row of rows) {
        if (!seen.has(row.guid)) await receiveRow(row);
        seen.set(row.guid, row.deliveredAtMs);
        untilMs = Math.max(untilMs, row.deliveredAtMs);
      }
    } finally {
      // What was received stays so, also when the next one could not be.
      const young = [...seen].filter(([, atMs]) => atMs >= untilMs - OVERLAP_MS);
      await cursor.write({ untilMs, seen: young.map(([guid]) => guid) } satisfies Cursor);
    }
  }

  async function receiveRow({ id, guid, event, action }: DeliveryRow): Promise<void> {
    if (!isHandled(event, action)) return;
    const delivery = await host.delivery(id);
    if (typeof delivery?.payload !== "object" || delivery.payload === null) return;
    await receive({ id: guid, name: event, payload: { ...delivery.payload } });
  }

  return openRounds({ everyMs, log, steps: { deliveries: poll } });
}
