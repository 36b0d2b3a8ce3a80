/**
 * The App as a process of its own: its real settings, front, Probot and embedded queue. Only what a job does is told here: it takes
 * `WORK_MS`, and says so on its output. Ends on SIGTERM as `npm start` does.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbeddedQueue } from "../../src/adapters/queue/embedded.ts";
import { openApp } from "../../src/app/app.ts";
import { openLog } from "../../src/app/log.ts";
import { openMetrics } from "../../src/app/metrics.ts";
import { readAppConfig } from "../../src/app-config.ts";
import { Job } from "../../src/core/job.ts";
import type { AppHost } from "../../src/core/pull-request.ts";

const config = readAppConfig(process.env);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const log = openLog(say);
if (!("file" in config.queue)) throw new Error("the embedded queue is meant");
const queue = openEmbeddedQueue<Job>({ ...config.queue, readPayload: (json) => Job.parse(json), leaseMs: 2000 });
const app = await openApp(config, {
  queue,
  host: {
    installations: async () => [],
    deliveries: async () => [],
    redeliver: async () => {},
  } as unknown as AppHost,
  jobs: {
    async run(job, { signal }) {
      const name = "number" in job ? job.number : job.kind;
      say(`began ${name}`);
      await sleep(Number(process.env["WORK_MS"] ?? 0), undefined, { signal });
      say(`ended ${name}`);
      return "done";
    },
    onDead: async () => {},
  },
  tell: { openWords: () => ({}) as never, observe: () => {} },
  needs: {},
  kept: () => ({ read: async () => Date.now(), write: async () => {} }),
  log,
  metrics: openMetrics(() => queue.counts()),
  now: Date.now,
});
process.on("SIGTERM", () => void app.stop(Number(process.env["DRAIN_MS"] ?? 8000)).then(() => process.exit(0)));
process.on("SIGUSR2", () => say(`rss ${process.memoryUsage().rss}`));
