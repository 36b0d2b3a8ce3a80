import { appOf } from "../auth/app-of.ts";
import { numberOf } from "../frame/call.ts";
import { pageOf } from "../frame/paged.ts";
import { notFound } from "../frame/refusal.ts";
import type { Answer, Call, Route } from "../route.ts";
import type { App } from "../world/app.ts";
import type { Delivery } from "./delivery.ts";

/** An App about its webhook: where it goes, what was delivered, and once more. */
export const hookRoutes: readonly Route[] = [
  { method: "GET", path: "/app/hook/config", handle: (call) => ({ status: 200, body: renderConfig(appOf(call)) }) },
  {
    method: "PATCH",
    path: "/app/hook/config",
    handle: (call) => {
      const app = appOf(call);
      const { url, secret } = call.body;
      if (typeof url === "string") app.webhook.url = url;
      if (typeof secret === "string") app.webhook.secret = secret;
      return { status: 200, body: renderConfig(app) };
    },
  },
  { method: "GET", path: "/app/hook/deliveries", handle: listDeliveries },
  {
    method: "GET",
    path: "/app/hook/deliveries/{delivery_id}",
    handle: (call) => ({ status: 200, body: renderWhole(deliveryOf(call)) }),
  },
  {
    method: "POST",
    path: "/app/hook/deliveries/{delivery_id}/attempts",
    handle: (call) => {
      call.webhooks.redeliver(deliveryOf(call));
      return { status: 202, body: {} };
    },
  },
];

/** Newest first; the cursor is the id of the last one seen. */
function listDeliveries(call: Call): Answer {
  const { perPage } = pageOf(call.query);
  const cursor = Number(call.query.get("cursor") ?? Infinity);
  const status = call.query.get("status");
  const all = ownDeliveries(call)
    .filter(({ id, statusCode }) => id < cursor && fitsStatus(statusCode, status))
    .sort((one, other) => other.id - one.id);
  const page = all.slice(0, perPage);
  const last = page.at(-1);
  if (last === undefined || all.length <= perPage) return { status: 200, body: page.map(renderItem) };
  const query = new URLSearchParams(call.query);
  query.set("cursor", String(last.id));
  const link = `<${call.world.url}/api/v3/app/hook/deliveries?${query.toString()}>; rel="next"`;
  return { status: 200, body: page.map(renderItem), headers: { link } };
}

function fitsStatus(statusCode: number, wanted: string | null): boolean {
  if (wanted === null) return true;
  return statusCode < 400 === (wanted === "success");
}

/** GitHub lists an attempt when it knows what came of it. */
function ownDeliveries(call: Call): Delivery[] {
  const { id } = appOf(call);
  return call.webhooks.deliveries().filter(({ appId, statusCode }) => appId === id && statusCode > 0);
}

function deliveryOf(call: Call): Delivery {
  const id = numberOf(call, "delivery_id");
  const delivery = ownDeliveries(call).find((one) => one.id === id);
  if (delivery === undefined) throw notFound();
  return delivery;
}

function renderItem(delivery: Delivery): Record<string, unknown> {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt.toISOString(),
    redelivery: delivery.redelivery,
    duration: delivery.durationSeconds,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function renderWhole(delivery: Delivery): Record<string, unknown> {
  const payload: unknown = JSON.parse(delivery.request.text);
  return {
    ...renderItem(delivery),
    url: delivery.url,
    request: { headers: delivery.request.headers, payload },
    response: { headers: delivery.response?.headers ?? null, payload: delivery.response?.payload ?? null },
  };
}

function renderConfig({ webhook }: App): Record<string, unknown> {
  return { url: webhook.url, content_type: "json", insecure_ssl: "0", secret: "********" };
}
