import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresProgram, redisProgram, startPostgres, startRedis, type TestServer } from "../../servers.ts";
import type { Place } from "./open-at.ts";

type Server = Pick<TestServer, "url" | "stop">;

type Kind = {
  name: string;
  isInstalled: boolean;
  start: () => Promise<Server>;
  fresh: (server: Server) => Place;
};

const namespace = () => `test_${randomUUID().replaceAll("-", "")}`;

const EMBEDDED: Kind = {
  name: "the embedded queue",
  isInstalled: true,
  start: async () => {
    const folder = await mkdtemp(join(tmpdir(), "reflexgen-queue-"));
    return { url: folder, stop: async () => rm(folder, { recursive: true }) };
  },
  fresh: ({ url }) => ({ address: join(url, namespace(), "queue.sqlite"), namespace: "" }),
};

const REDIS: Kind = {
  name: "the BullMQ queue on Redis (needs redis-server)",
  isInstalled: redisProgram !== undefined,
  start: startRedis,
  fresh: ({ url }) => ({ address: url, namespace: namespace() }),
};

const POSTGRES: Kind = {
  name: "the BullMQ queue on Postgres (needs postgres)",
  isInstalled: postgresProgram !== undefined,
  start: startPostgres,
  fresh: ({ url }) => ({ address: url, namespace: namespace() }),
};

export const QUEUES = [EMBEDDED, REDIS, POSTGRES];
