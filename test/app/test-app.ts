import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedQueue } from "../../src/adapters/queue/embedded.ts";
import { openApp, type AppOptions, type AppTools, type RunningApp } from "../../src/app/app.ts";
import { openLog } from "../../src/app/log.ts";
import type { JobHandlers } from "../../src/app/worker.ts";
import { openMetrics } from "../../src/app/metrics.ts";
import { Job } from "../../src/core/job.ts";
import type { KeptValue } from "../../src/core/kept-value.ts";
import type { AppHost } from "../../src/core/pull-request.ts";
import { APP_ID, SECRET } from "./deliver.ts";

export const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  type: "pkcs8",
  format: "pem",
});

export type TestApp = RunningApp & {
  url: string;
  webhookUrl: string;
  /** Jobs as they were run, in order. */
  ran: Job[];
  logged: string[];
  queue: AppTools["queue"];
  folder: string;
};

/** The App with its real front, Probot and embedded queue; only the work itself and GitHub are recorded here. */
export async function openTestApp(
  over: Partial<AppOptions> & {
    run?: JobHandlers["run"];
    host?: Partial<AppHost>;
    folder?: string;
    needs?: AppTools["needs"];
    kept?: Map<string, unknown>;
    now?: () => number;
    onDead?: JobHandlers["onDead"];
  } = {},
): Promise<TestApp> {
  const folder = over.folder ?? mkdtempSync(join(tmpdir(), "reflexgen-app-"));
  const { run, host, needs, kept = new Map<string, unknown>(), now, onDead, ...options } = over;
  const ran: Job[] = [];
  const logged: string[] = [];
  const queue = openEmbeddedQueue<Job>({
    file: join(folder, "queue.sqlite"),
    readPayload: (json) => Job.parse(json),
    leaseMs: 2000,
    retryMs: () => 20,
  });
  const app = await openApp(
    {
      role: "all",
      port: 0,
      address: "127.0.0.1",
      webhookPath: "/api/github/webhooks",
      webhookSecrets: [SECRET],
      appId: APP_ID,
      privateKey: PRIVATE_KEY,
      apiUrl: "https://api.github.com",
      concurrency: 2,
      pollMs: undefined,
      metricsFor: "local",
      ...options,
    },
    {
      queue,
      host: {
        installations: async () => [],
        deliveries: async () => [],
        redeliver: async () => {},
        delivery: async () => undefined,
        ...host,
      } as AppHost,
      jobs: {
        async run(job, lease) {
          const words = await run?.(job, lease);
          ran.push(job);
          return words ?? "done";
        },
        onDead: onDead ?? (async () => {}),
      },
      tell: { openWords: () => ({}) as never, observe: () => {} },
      needs: needs ?? {},
      kept: (name): KeptValue => ({
        read: async () => kept.get(name),
        write: async (value) => void kept.set(name, value),
      }),
      log: openLog((line) => logged.push(line)),
      metrics: openMetrics(() => queue.counts()),
      now: now ?? Date.now,
    },
  ).catch(async (error: unknown) => {
    await queue.close();
    throw error;
  });
  const url = `http://127.0.0.1:${app.port}`;
  return { ...app, url, webhookUrl: `${url}/api/github/webhooks`, ran, logged, queue, folder };
}

export async function closeTestApp(app: TestApp): Promise<void> {
  await app.stop(0);
  await rm(app.folder, { recursive: true, force: true });
}

/** Waits until something is so; the test's own time limit is the limit. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
}
