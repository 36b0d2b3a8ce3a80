import { Worker } from "node:worker_threads";
import type { Sending, Sent } from "./sender.ts";

/** Sends from a thread of its own, so that what happens here does not hold it up. `onAccepted` hears how many were taken so far. */
export function sendEvents(sending: Sending, onAccepted: (accepted: number) => void = () => {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./sender.ts", import.meta.url), { workerData: sending });
    worker.on("message", (said: { accepted: number } | { sent: Sent }) => {
      if ("sent" in said) resolve(said.sent);
      else onAccepted(said.accepted);
    });
    worker.on("error", reject);
  });
}
