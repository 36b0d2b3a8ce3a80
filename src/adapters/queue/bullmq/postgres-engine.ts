import { UserError } from "../../../core/errors.ts";
import type { BullEngine, EngineOptions } from "./engine.ts";
import { postgresTickets, preparePostgres } from "./postgres-tickets.ts";
import { placeOf } from "./redis-engine.ts";

/** A sender of events does not wait longer than this for a Postgres that is away. */
const COMMAND_MS = 5000;

/**
 * BullMQ on Postgres, all of it in the schema `namespace`, which is made when it is missing. `url` may carry a password, which
 * nothing shows.
 *
 * @throws UserError when the packages are not installed, the server can't be reached, or its user may not make a schema.
 */
export async function openPostgresEngine({ url, namespace, onTrouble }: EngineOptions): Promise<BullEngine> {
  const { Queue, Worker, PostgresConnection } = await loadPackages();
  const place = placeOf(url);
  const common = {
    connectionString: url,
    schema: namespace,
    connectionTimeoutMillis: COMMAND_MS,
    query_timeout: COMMAND_MS,
  };
  // BullMQ's own connection, for our tables too: it knows how to load the driver and sets the search path.
  const connection = await opened(place, () => new PostgresConnection({ ...common, migrate: true, max: 6 }));
  connection.on("error", onTrouble);
  try {
    await connection.waitUntilReady();
    await preparePostgres(connection.pool);
  } catch (error) {
    await connection.close();
    throw new UserError(
      `the queue on ${place} can't be used: is it reachable, and may its user make the schema ${namespace}?`,
      {
        cause: error,
      },
    );
  }
  const queue = new Queue("wake-ups", { connection: { ...common, max: 4 } });
  queue.on("error", onTrouble);

  return {
    tickets: postgresTickets(connection.pool, place, async () => connection.close()),
    queue,
    openWorker(process, { concurrency, leaseMs, retryMs }) {
      const worker = new Worker("wake-ups", async (job, token = "") => process(job, token), {
        connection: { ...common, max: Math.min(concurrency + 1, 8) },
        concurrency,
        lockDuration: leaseMs,
        // Redis takes whole numbers only.
        stalledInterval: Math.ceil(leaseMs / 3),
        maxStalledCount: MOST_STALLS,
        runRetryDelay: 1000,
        settings: { backoffStrategy: retryMs },
      });
      worker.on("error", onTrouble);
      return worker;
    },
    async close() {
      await queue.close();
      await connection.close();
    },
  };
}

/** Attempts are counted with the tickets; the largest that Postgres takes here. */
const MOST_STALLS = 2_147_483_647;

async function loadPackages() {
  try {
    const { withBackend, createPostgresBackend, PostgresConnection } = await import("bullmq");
    return { ...withBackend(createPostgresBackend), PostgresConnection };
  } catch (error) {
    throw missing(error);
  }
}

/** The driver is loaded by BullMQ when the first connection is made. */
async function opened<T>(place: string, work: () => T): Promise<T> {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && error.message.includes("'pg'")) throw missing(error);
    throw new UserError(`the queue on ${place} can't be opened`, { cause: error });
  }
}

function missing(cause: unknown): UserError {
  return new UserError("a queue on Postgres needs two more packages: npm install bullmq pg", { cause });
}
