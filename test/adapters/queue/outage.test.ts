/** A server that goes away and comes back (RELIABILITY.md: Q7). */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { QueueError, type JobQueue } from "../../../src/core/job-queue.ts";
import { ticket, until, type Payload } from "../../contracts/job-queue.ts";
import { postgresProgram, redisProgram, startPostgres, startRedis, type TestServer } from "../../servers.ts";
import { openAt } from "./open-at.ts";

const SERVERS = [
  { name: "Redis (needs redis-server)", program: redisProgram, start: startRedis },
  { name: "Postgres (needs postgres)", program: postgresProgram, start: startPostgres },
];

for (const { name, program, start } of SERVERS) {
  (program === undefined ? describe.skip : describe)(`while ${name} is away, the BullMQ queue`, () => {
    let server: TestServer;
    let queue: JobQueue<Payload>;
    beforeAll(async () => {
      server = await start();
      queue = await openAt({ address: server.url, namespace: "outage" }, 1000);
    }, 60_000);
    afterAll(async () => {
      await queue.close();
      await server.stop();
    });

    it("accepts nothing, and afterwards goes on with all that it had accepted", async () => {
      const done: string[] = [];
      let ids: string[] = [];
      queue.work({
        concurrency: 2,
        run: async ({ id, payload }) => {
          await new Promise((resolve) => setTimeout(resolve, payload.n));
          done.push(id);
        },
      });
      for (let n = 0; n < 20; n++) {
        await queue.add(ticket({ id: `t${n}`, payload: { n: 50 } }));
        ids = [...ids, `t${n}`];
      }

      await server.halt();
      await expect(queue.add(ticket({ id: "during" }))).rejects.toThrow(QueueError);
      await server.resume();
      await until(async () =>
        queue.add(ticket({ id: "after" })).then(
          () => true,
          () => false,
        ),
      );

      await until(() => new Set(done).size >= 21);
      expect(new Set(done)).toEqual(new Set([...ids, "after"]));
    }, 90_000);
  });
}
