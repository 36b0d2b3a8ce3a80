import { openQueue } from "../../../src/adapters/queue/open-queue.ts";
import type { JobQueue } from "../../../src/core/job-queue.ts";
import type { Payload } from "../../contracts/job-queue.ts";

/** Where a fresh, empty queue is; plain data, so that it can be handed to other processes. */
export type Place = { address: string; namespace: string };

/** A queue with quick retries; REFLEXGEN_TROUBLE=1 shows what goes wrong in the background. */
export async function openAt(place: Place, leaseMs = 5000): Promise<JobQueue<Payload>> {
  return openQueue<Payload>({
    ...place,
    readPayload: (json) => json as Payload,
    retryMs: () => 5,
    leaseMs,
    onTrouble: (error) => process.env["REFLEXGEN_TROUBLE"] && console.error(error),
  });
}
