import type { Redis } from "ioredis";
import { z } from "zod";
import { QueueError, REMEMBERED_MS, type DeadTicket } from "../../../core/job-queue.ts";
import { KILLED } from "../settlement.ts";
import { CHECK, HEAD, PUT, SETTLE, TAKE } from "./redis-scripts.ts";
import { readTicket, type TicketStore } from "./ticket-store.ts";

const Mode = z.enum(["latest", "each"]);
const Put = z.union([z.tuple([z.literal("known")]), z.tuple([z.literal("added"), z.number(), z.number()])]);
const Take = z.union([
  z.tuple([z.literal("none")]),
  z.tuple([z.literal("died"), z.string()]),
  z.tuple([z.literal("run"), z.string(), z.string(), Mode, z.string(), z.number()]),
]);
const Settle = z.enum(["done", "waiting", "parked", "died", "lost"]);
const Check = z.array(z.enum(["held", "superseded", "lost"]));
const Head = z.union([z.tuple([]), z.tuple([z.coerce.number(), z.string()])]);
const Dead = z.object({
  key: z.string(),
  group: z.string(),
  mode: Mode,
  payload: z.string(),
  attempt: z.coerce.number(),
  reason: z.string(),
});

/** Tickets in Redis, under names that begin with `{namespace}:`. As durable as that Redis is set up to be. */
export function redisTickets(redis: Redis, namespace: string, place: string): TicketStore {
  const prefix = `{${namespace}}:`;

  /** What the server refuses, or does not answer in time, is a QueueError. */
  async function asked<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new QueueError(`the queue on ${place} did not answer as it should`, { cause: error });
    }
  }

  async function run<T>(script: string, schema: z.ZodType<T>, ...words: string[]): Promise<T> {
    return asked(async () => schema.parse(await redis.eval(script, 1, prefix, ...words)));
  }

  async function deadTicket(id: string): Promise<DeadTicket | undefined> {
    const [fields, diedMs] = await asked(async () =>
      Promise.all([redis.hgetall(`${prefix}ticket:${id}`), redis.zscore(`${prefix}dead`, id)]),
    );
    const dead = Dead.safeParse(fields);
    if (!dead.success || diedMs === null) return undefined;
    const { reason, attempt, ...rest } = dead.data;
    return { ticket: readTicket({ id, ...rest }), reason, attempts: attempt, diedAt: new Date(Number(diedMs)) };
  }

  return {
    place,
    async put({ id, key, group = "", mode }, payload) {
      const [answer, turn, unparked] = await run(PUT, Put, id, key, group, mode, payload);
      return answer === "known" ? { answer } : { answer, turn, unparked: unparked === 1 };
    },
    async take(key, token) {
      const taken = await run(TAKE, Take, key, token, KILLED);
      if (taken[0] === "none") return { kind: "none" };
      if (taken[0] === "died") return { kind: "died", id: taken[1] };
      const [, id, group, mode, payload, attempt] = taken;
      return { kind: "run", ticket: readTicket({ id, key, group, mode, payload }), attempt };
    },
    settle: async ({ id, token }, settlement) =>
      run(SETTLE, Settle, id, token, settlement.kind, settlement.kind === "failed" ? settlement.reason : ""),
    check: async (held) =>
      held.length === 0 ? [] : run(CHECK, Check, ...held.flatMap(({ id, token }) => [id, token])),
    async head(key) {
      const [turn, state] = await run(HEAD, Head, key);
      return turn === undefined ? undefined : { turn, parked: state === "parked" };
    },
    async *keys() {
      for (let cursor = "0"; ;) {
        const at = cursor;
        const [next, keys] = await asked(async () => redis.sscan(`${prefix}lanes`, at, "COUNT", 500));
        yield* keys;
        if (next === "0") return;
        cursor = next;
      }
    },
    untold: async () => asked(async () => redis.smembers(`${prefix}untold`)),
    told: async (id) => void (await asked(async () => redis.srem(`${prefix}untold`, id))),
    deadTicket,
    async *dead() {
      for (let start = 0; ; start += 100) {
        const ids = await asked(async () => redis.zrange(`${prefix}dead`, String(start), String(start + 99)));
        for (const id of ids) {
          const dead = await deadTicket(id);
          if (dead !== undefined) yield dead;
        }
        if (ids.length < 100) return;
      }
    },
    async counts() {
      const [living, delayed, running, dead, lanes] = await asked(async () =>
        Promise.all([
          redis.get(`${prefix}living`),
          redis.scard(`${prefix}parked`),
          redis.scard(`${prefix}running`),
          redis.zcard(`${prefix}dead`),
          redis.scard(`${prefix}lanes`),
        ]),
      );
      return { waiting: Math.max(0, Number(living ?? 0) - delayed - running), delayed, running, dead, lanes };
    },
    showLife: async () => void (await asked(async () => redis.set(`${prefix}life`, "1", "PX", REMEMBERED_MS))),
    async silenceMs() {
      const leftMs = await asked(async () => redis.pttl(`${prefix}life`));
      return leftMs < 0 ? undefined : REMEMBERED_MS - leftMs;
    },
    async close() {
      redis.disconnect();
    },
  };
}
