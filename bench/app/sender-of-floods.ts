import { request } from "node:http";
import { parentPort, workerData } from "node:worker_threads";

/** What strangers send from a thread of their own: large bodies under a signature that does not hold. */
export type Flood = {
  url: string;
  senders: number;
  megabytes: number;
  /** Else the bodies are chunked, and nobody says how long they are. */
  saysLength: boolean;
  /** Each begins again when it was cut off; 0: once. */
  forMs: number;
};

/** `megabytes` are those that left us; the kernel's buffers hold some of the last. */
export type Flooded = { requests: number; megabytes: number; statuses: Record<string, number> };

const { url, senders, megabytes, saysLength, forMs } = workerData as Flood;
const CHUNK = Buffer.alloc(1024 * 1024, "x");
const flooded: Flooded = { requests: 0, megabytes: 0, statuses: {} };

function send(): Promise<void> {
  return new Promise((resolve) => {
    flooded.requests++;
    const count = (status: string): void => {
      flooded.statuses[status] = (flooded.statuses[status] ?? 0) + 1;
    };
    const sending = request(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": "flood",
        "x-hub-signature-256": `sha256=${"0".repeat(64)}`,
        ...(saysLength ? { "content-length": megabytes * CHUNK.length } : { "transfer-encoding": "chunked" }),
      },
    });
    sending.on("response", (response) => {
      count(String(response.statusCode));
      response.resume();
    });
    sending.on("error", () => {});
    sending.on("close", resolve);
    const next = (left: number): void => {
      if (left === 0) sending.end();
      else if (!sending.destroyed)
        sending.write(CHUNK, (error) => {
          if (error) sending.destroy();
          else {
            flooded.megabytes++;
            next(left - 1);
          }
        });
    };
    next(megabytes);
  });
}

const end = performance.now() + forMs;
await Promise.all(
  Array.from({ length: senders }, async () => {
    do await send();
    while (performance.now() < end);
  }),
);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(flooded);
