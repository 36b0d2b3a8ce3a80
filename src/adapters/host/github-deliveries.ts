import type { Octokit } from "@octokit/rest";
import type { AppHost, DeliveryRow } from "../../core/pull-request.ts";
import { statusOf } from "./github-status.ts";

/** Of 100 each, newest first. */
const MOST_PAGES = 500;
/** GitHub's record is not in strict order: a delivery that took long stands behind younger ones. */
const DISORDER_MS = 5 * 60_000;

/** What GitHub sent to the App, as it keeps it for three days. `octokit` asks as the App itself. */
export function openDeliveries(octokit: Octokit): Pick<AppHost, "redeliver" | "deliveries" | "delivery"> {
  async function deliveries(sinceMs: number): Promise<DeliveryRow[]> {
    const rows: DeliveryRow[] = [];
    let pages = 0;
    for await (const { data } of octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, {
      per_page: 100,
    })) {
      const page = data.map((row) => ({
        id: String(row.id),
        guid: row.guid,
        event: row.event,
        ...(row.action !== null && { action: row.action }),
        deliveredAtMs: Date.parse(row.delivered_at),
        succeeded: row.status_code >= 200 && row.status_code < 300,
      }));
      rows.push(...page.filter((row) => row.deliveredAtMs >= sinceMs));
      const oldestMs = page.at(-1)?.deliveredAtMs ?? 0;
      if (oldestMs < sinceMs - DISORDER_MS || ++pages === MOST_PAGES) break;
    }
    return rows.toSorted((one, other) => one.deliveredAtMs - other.deliveredAtMs);
  }

  return {
    deliveries,

    async redeliver(id) {
      await octokit.request(`POST ${pathOf(id)}/attempts`);
    },

    async delivery(id) {
      try {
        const { data } = await octokit.request(`GET ${pathOf(id)}`);
        return { payload: payloadOf(data) };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },
  };
}

/** Ids are past what a JavaScript number holds, and Octokit leaves a BigInt out of a path: https://github.com/octokit/endpoint.js/issues/546 */
function pathOf(id: string): string {
  if (!/^\d{1,20}$/.test(id)) throw new RangeError("a delivery's id is a whole number");
  return `/app/hook/deliveries/${id}`;
}

function payloadOf(delivery: unknown): unknown {
  const request = valueOf(delivery, "request");
  return valueOf(request, "payload");
}

function valueOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
