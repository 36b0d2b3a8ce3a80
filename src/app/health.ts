import type { IncomingMessage } from "node:http";
import type { FrontOptions, Page } from "./front.ts";
import type { Metrics } from "./metrics.ts";
import { withinTime } from "./within-time.ts";

export type HealthOptions = {
  /** What this process can't do its work without, by a name that strangers may read; each resolves when it answers. */
  needs: Readonly<Record<string, () => Promise<unknown>>>;
  metrics: Metrics;
  /** `local`: only those on this machine who come without a proxy. */
  metricsFor: "local" | "public" | "none";
  isDraining: () => boolean;
};

const ANSWER_MS = 2000;
/** The page is open to all, and what stands behind it is not. */
const KEPT_MS = 1000;

/** The pages of every process of the App: alive, ready, and its figures. */
export function healthPages({ needs, metrics, metricsFor, isDraining }: HealthOptions): FrontOptions["pages"] {
  let last: { atMs: number; missing: Promise<string[]> } | undefined;
  const missing = (): Promise<string[]> => {
    const nowMs = performance.now();
    if (last === undefined || nowMs - last.atMs > KEPT_MS) last = { atMs: nowMs, missing: unanswered(needs) };
    return last.missing;
  };
  return {
    "/healthz": () => ({ status: 200, text: "alive\n" }),
    "/readyz": async (): Promise<Page> => {
      if (isDraining()) return { status: 503, text: "stopping\n" };
      const names = await missing();
      return names.length === 0
        ? { status: 200, text: "ready\n" }
        : { status: 503, text: `no answer from: ${names.join(", ")}\n` };
    },
    "/metrics": async (request) => {
      if (metricsFor === "none" || (metricsFor === "local" && !isFromHere(request))) return undefined;
      return { status: 200, text: await metrics.text(), type: metrics.contentType };
    },
  };
}

async function unanswered(needs: HealthOptions["needs"]): Promise<string[]> {
  const names = await Promise.all(
    Object.entries(needs).map(([name, answers]) =>
      withinTime(answers(), ANSWER_MS).then(
        () => [],
        () => [name],
      ),
    ),
  );
  return names.flat();
}

/** A proxy on this machine comes from here too, but brings others: most say so. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? "";
  const loopback = address === "::1" || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);
  return loopback && !Object.keys(headers).some((name) => name === "forwarded" || name.startsWith("x-forwarded-"));
}
