import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { withinTime } from "./within-time.ts";
import { openBodyMemory } from "./body-memory.ts";
import type { Log } from "./log.ts";
import { receiveDelivery, type Delivery, type DeliveryDoor } from "./receive-delivery.ts";
import type { Refusal } from "./read-body.ts";
import { refusalLog } from "./refusal-log.ts";

export type Page = { status: number; text: string; type?: string };

export type FrontOptions = {
  /** Where GitHub posts; undefined: this process takes no deliveries and has its pages only. */
  webhook: ({ path: string } & Pick<DeliveryDoor, "secrets" | "handles" | "receive">) | undefined;
  /** What else there is, by exact path; undefined where this asker gets none. */
  pages: Readonly<Record<string, (request: IncomingMessage) => Promise<Page | undefined> | Page | undefined>>;
  log: Log;
  /** How long a sender may take; {@link TIMEOUTS} without it. */
  timeouts?: typeof TIMEOUTS;
  /** Told of every request on the webhook path. */
  observe?: (status: number, milliseconds: number) => void;
};

export type Front = {
  /** @returns the port in use. @throws NodeJS.ErrnoException when it can't be had. */
  listen(port: number, host: string | undefined): Promise<number>;
  /** From now on deliveries are refused with 503, which GitHub notes as failed and a sweep asks for again; answers under way are finished. */
  drain(): void;
  close(): Promise<void>;
};

/** GitHub gives a delivery up after 10 s; by then it must have heard the truth. */
const ACCEPT_MS = 8000;

/** A sender has this long for a request, header and body together; checked every second. Real ones need milliseconds. */
export const TIMEOUTS = {
  headersTimeout: 8000,
  requestTimeout: 12_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
};

/** Above it new connections are closed at once. */
const MOST_CONNECTIONS = 4000;

/**
 * The only part of the App that hears from strangers: takes signed deliveries, shows its pages, and has nothing else.
 *
 * A 2xx means that what follows from a delivery is durable. Neither an answer nor the log holds anything of a request.
 */
export function openFront({ webhook, pages, log, observe, timeouts = TIMEOUTS }: FrontOptions): Front {
  const memory = openBodyMemory();
  const refusals = refusalLog(log);
  let draining = false;

  async function deliver(request: IncomingMessage, door: DeliveryDoor): Promise<number> {
    if (request.method !== "POST") return 405;
    if (draining) return 503;
    const receive = async (delivery: Delivery) => withinTime(door.receive(delivery), ACCEPT_MS);
    const result: "taken" | Refusal = await receiveDelivery(request, { ...door, receive }).catch((error: unknown) => {
      log.error("a delivery could not be taken", { reason: error instanceof Error ? error.name : "unknown" });
      return { refused: 503 };
    });
    return result === "taken" ? 202 : result.refused;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?", 1)[0] ?? "";
    if (webhook !== undefined && path === webhook.path) {
      const start = performance.now();
      const status = await deliver(request, { ...webhook, memory });
      answer(response, { status, text: "" }, "POST");
      observe?.(status, performance.now() - start);
      if (status !== 202) refusals.add(status);
      return;
    }
    const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
    if (page === undefined) return answer(response, { status: 404, text: "" });
    if (request.method !== "GET" && request.method !== "HEAD")
      return answer(response, { status: 405, text: "" }, "GET, HEAD");
    answer(response, (await page(request)) ?? { status: 404, text: "" });
  }

  const server = createServer(timeouts, (request, response) => {
    // A connection that breaks off in the middle is no news.
    response.on("error", () => {});
    handle(request, response).catch((error: unknown) => {
      log.error("a request failed", { reason: error instanceof Error ? error.name : "unknown" });
      answer(response, { status: 500, text: "" });
    });
  });
  server.maxConnections = MOST_CONNECTIONS;

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ port, host }, () => {
          server.off("error", reject);
          resolve(portOf(server.address()));
        });
      }),
    drain() {
      draining = true;
    },
    async close() {
      draining = true;
      refusals.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A sender that is still talking has had its time.
      setTimeout(() => server.closeAllConnections(), 1000).unref();
      await closed;
    },
  };
}

/** Refusals end the connection: what else it would bring is not read. */
function answer(response: ServerResponse, { status, text, type }: Page, allow?: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "content-type": `${type ?? "text/plain"}; charset=utf-8`,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status >= 400 ? { connection: "close" } : {}),
    ...(status === 405 && allow !== undefined ? { allow } : {}),
  });
  response.end(text);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
