import { describe } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedQueue } from "../../../src/adapters/queue/embedded.ts";
import type { JobQueue } from "../../../src/core/job-queue.ts";
import { jobQueueContract, type Payload } from "../../contracts/job-queue.ts";

async function openFresh() {
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-queue-"));
  const handles: JobQueue<Payload>[] = [];
  const another = async () => {
    const handle = openEmbeddedQueue<Payload>({
      file: join(folder, "queue.sqlite"),
      readPayload: (json) => json as Payload,
      retryMs: () => 5,
    });
    handles.push(handle);
    return handle;
  };
  const drop = async () => {
    await Promise.all(handles.map(async (handle) => handle.close()));
    await rm(folder, { recursive: true });
  };
  return { queue: await another(), another, drop };
}

describe("the embedded queue", () => jobQueueContract(openFresh));
