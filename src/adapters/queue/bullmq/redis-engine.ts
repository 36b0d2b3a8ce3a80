import type { Redis } from "ioredis";
import { UserError } from "../../../core/errors.ts";
import { QueueError } from "../../../core/job-queue.ts";
import type { BullEngine, EngineOptions } from "./engine.ts";
import { redisTickets } from "./redis-tickets.ts";

/** A sender of events does not wait longer than this for a Redis that is away. */
const COMMAND_MS = 5000;
const RECONNECT_MS = 1000;

/**
 * BullMQ on Redis. `url` may carry a password, which nothing shows.
 *
 * @throws UserError when the packages are not installed or the server can't be reached.
 */
export async function openRedisEngine({ url, namespace, onTrouble }: EngineOptions): Promise<BullEngine> {
  const { Queue, Worker, Redis } = await loadPackages();
  const place = placeOf(url);
  const base = { retryStrategy: (times: number) => Math.min(times * 50, RECONNECT_MS) };
  const quick = { ...base, maxRetriesPerRequest: 1 };
  const redis = new Redis(url, { ...quick, commandTimeout: COMMAND_MS });
  redis.on("error", onTrouble);
  try {
    await redis.ping();
    if (!(await keepsItsData(redis))) {
      onTrouble(
        new QueueError(
          `the Redis on ${place} keeps its data in memory only (appendonly no): what it took is lost with it`,
        ),
      );
    }
  } catch (error) {
    redis.disconnect();
    throw new UserError(`the queue on ${place} can't be reached`, { cause: error });
  }
  const names = { prefix: `{${namespace}}` };
  const queue = new Queue("wake-ups", { ...names, connection: { url, ...quick } });
  queue.on("error", onTrouble);
  const tickets = redisTickets(redis, namespace, place);

  return {
    tickets,
    queue,
    openWorker(process, { concurrency, leaseMs, retryMs }) {
      const worker = new Worker("wake-ups", async (job, token = "") => process(job, token), {
        ...names,
        // Workers wait for a server that is away.
        connection: { url, ...base, maxRetriesPerRequest: null },
        concurrency,
        lockDuration: leaseMs,
        // Redis takes whole numbers only.
        stalledInterval: Math.ceil(leaseMs / 3),
        // Attempts are counted with the tickets.
        maxStalledCount: Number.MAX_SAFE_INTEGER,
        runRetryDelay: RECONNECT_MS,
        settings: { backoffStrategy: retryMs },
      });
      worker.on("error", onTrouble);
      return worker;
    },
    async close() {
      await queue.close();
      await tickets.close();
    },
  };
}

/** Where the server does not say (managed ones refuse the question), it is trusted. */
async function keepsItsData(redis: Redis): Promise<boolean> {
  try {
    return (await redis.config("GET", "appendonly")).toString() !== "appendonly,no";
  } catch {
    return true;
  }
}

async function loadPackages() {
  try {
    const [{ Queue, Worker }, { Redis }] = await Promise.all([import("bullmq"), import("ioredis")]);
    return { Queue, Worker, Redis };
  } catch (error) {
    throw new UserError("a queue on Redis needs two more packages: npm install bullmq ioredis", { cause: error });
  }
}

/** The address without user and password. */
export function placeOf(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
