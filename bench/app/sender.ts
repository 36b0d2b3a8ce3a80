import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { eventOf, signed, type EventSource } from "./event.ts";

/** What a thread of its own sends: events at a constant rate, whatever becomes of earlier ones. */
export type Sending = {
  url: string;
  secret: string;
  source: EventSource;
  count: number;
  ratePerSecond: number;
  /** Sends once more what got no 2xx, as often as needed; else it is left. */
  insist: boolean;
};

/** Times from when an event was due, or for repetitions from when it was sent, to the end of the answer. */
export type Sent = {
  latenciesMs: Float64Array;
  /** When each was due, from the start. */
  dueMs: Float64Array;
  statuses: Record<string, number>;
  /** Of answers that were 2xx. */
  accepted: number;
};

const { url, secret, source, count, ratePerSecond, insist } = workerData as Sending;
const AGAIN_MS = 250;

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const latenciesMs = new Float64Array(count);
const dueMs = new Float64Array(count);
const statuses: Record<string, number> = {};
let accepted = 0;

function post(index: number): Promise<string> {
  const { body } = eventOf(source, index);
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "user-agent": "GitHub-Hookshot/bench",
    "x-github-event": "pull_request",
    "x-github-delivery": `bench-${source.seed}-${index}`,
    "x-hub-signature-256": signed(body, secret),
  };
  return new Promise((resolve) => {
    const sending = request(url, { method: "POST", agent, headers, timeout: 10_000 }, (response) => {
      response.resume().on("end", () => resolve(String(response.statusCode)));
      response.on("error", () => resolve("broken off"));
    });
    sending.on("timeout", () => sending.destroy());
    sending.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "broken off"));
    sending.end(body);
  });
}

async function deliver(index: number, due: number): Promise<void> {
  for (let from = due; ; from = performance.now()) {
    const status = await post(index);
    latenciesMs[index] = performance.now() - from;
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (/^2\d\d$/.test(status)) {
      accepted++;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      parentPort?.postMessage({ accepted });
      return;
    }
    if (!insist) return;
    await sleep(AGAIN_MS);
  }
}

const start = performance.now() + 100;
const under: Promise<void>[] = [];
for (let index = 0; index < count;) {
  const due = start + (index * 1000) / ratePerSecond;
  if (due > performance.now()) {
    await sleep(1);
    continue;
  }
  dueMs[index] = due - start;
  under.push(deliver(index++, due));
}
await Promise.all(under);
agent.destroy();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage({ sent: { latenciesMs, dueMs, statuses, accepted } satisfies Sent });
