import { concurrently } from "../core/concurrently.ts";
import type { AppHost, DeliveryRow } from "../core/pull-request.ts";
import { isHandled } from "./read-event.ts";

/** Whatever was refused so often is refused for a reason. */
const MOST_ATTEMPTS = 5;
const AT_ONCE = 4;

/**
 * Asks GitHub to send again what did not arrive since then, and how often it did so. Only events that anything is done for: a stop of
 * minutes misses thousands of others.
 */
export async function redeliver(host: Pick<AppHost, "deliveries" | "redeliver">, sinceMs: number): Promise<number> {
  const failed = lastAttempts(await host.deliveries(sinceMs));
  await concurrently(failed, AT_ONCE, ({ id }) => host.redeliver(id));
  return failed.length;
}

/** Of each event that never arrived, its newest attempt. */
function lastAttempts(rows: readonly DeliveryRow[]): DeliveryRow[] {
  return [...Map.groupBy(rows, ({ guid }) => guid).values()].flatMap((attempts) => {
    const last = attempts.at(-1);
    if (last === undefined || !isHandled(last.event, last.action)) return [];
    return attempts.length >= MOST_ATTEMPTS || attempts.some(({ succeeded }) => succeeded) ? [] : [last];
  });
}
