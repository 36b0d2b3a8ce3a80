import { afterAll, beforeAll, describe } from "@jest/globals";
import type { JobQueue } from "../../../src/core/job-queue.ts";
import { jobQueueContract, type Payload } from "../../contracts/job-queue.ts";
import { openAt } from "./open-at.ts";
import { QUEUES } from "./queues.ts";

for (const kind of QUEUES) {
  (kind.isInstalled ? describe : describe.skip)(kind.name, () => {
    let server: Awaited<ReturnType<typeof kind.start>>;
    beforeAll(async () => {
      server = await kind.start();
    }, 60_000);
    afterAll(async () => server.stop());

    jobQueueContract(async () => {
      const place = kind.fresh(server);
      const handles: JobQueue<Payload>[] = [];
      const another = async () => {
        const handle = await openAt(place);
        handles.push(handle);
        return handle;
      };
      return {
        queue: await another(),
        another,
        drop: async () => void (await Promise.all(handles.map(async (handle) => handle.close()))),
      };
    });
  });
}
