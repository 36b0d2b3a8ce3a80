import { createHash } from "node:crypto";
import type { PgPool } from "bullmq";
import { z } from "zod";
import { QueueError, REMEMBERED_MS, type DeadTicket } from "../../../core/job-queue.ts";
import { KILLED } from "../settlement.ts";
import { POSTGRES_SCHEMA } from "./postgres-schema.ts";
import { readTicket, type TicketStore } from "./ticket-store.ts";

const Mode = z.enum(["latest", "each"]);
const Stored = z.object({ id: z.string(), grp: z.string(), mode: Mode, payload: z.string(), attempt: z.number() });
const Put = z.tuple([
  z.object({ answer: z.enum(["added", "known"]), head_turn: z.coerce.number(), unparked: z.boolean() }),
]);
const Take = z.union([
  z.tuple([]),
  z.tuple([Stored.extend({ kind: z.enum(["run", "died"]), mode: Mode.or(z.literal("")) })]),
]);
const Settle = z.tuple([z.object({ settled: z.enum(["done", "waiting", "parked", "died", "lost"]) })]);
const Check = z.array(z.object({ state: z.enum(["held", "superseded", "lost"]) }));
const Head = z.union([z.tuple([]), z.tuple([z.object({ turn: z.coerce.number(), parked: z.boolean() })])]);
const Keys = z.array(z.object({ key: z.string() }));
const Ids = z.array(z.object({ id: z.string() }));
const Drawn = z.tuple([z.object({ turn: z.string().nullable() })]);
const Dead = z.array(Stored.extend({ seq: z.string(), key: z.string(), reason: z.string(), ended_at: z.date() }));
const Digest = z.tuple([z.object({ digest: z.string().nullable() })]);
const Counts = z.tuple([z.record(z.enum(["waiting", "delayed", "running", "dead", "lanes"]), z.coerce.number())]);
const Silence = z.array(z.object({ ms: z.coerce.number() })).max(1);

const LIVING = "state IN ('waiting', 'parked', 'running')";

/** Any number: whoever makes or changes the tables at a start holds it. */
const SCHEMA_LOCK = 7_261_509_352;

/** Makes the tables and functions, unless they are there as they should be: then it takes no locks. */
export async function preparePostgres(pool: PgPool): Promise<void> {
  const digest = createHash("sha256").update(POSTGRES_SCHEMA).digest("hex");
  const described = await pool.query<unknown>(
    "SELECT obj_description(to_regclass('reflexgen_ticket'), 'pg_class') AS digest",
  );
  if (Digest.parse(described.rows)[0].digest === digest) return;
  // One query of several statements is one transaction: a start that dies in it leaves nothing half done, and no lock.
  await pool.query(
    `SELECT pg_advisory_xact_lock(${SCHEMA_LOCK}); ${POSTGRES_SCHEMA}; COMMENT ON TABLE reflexgen_ticket IS '${digest}';`,
  );
}

/** Tickets in the Postgres behind `pool`, whose search path is the schema that {@link preparePostgres} filled. */
export function postgresTickets(pool: PgPool, place: string, close: () => Promise<void>): TicketStore {
  async function run<T>(schema: z.ZodType<T>, text: string, values: readonly unknown[] = []): Promise<T> {
    try {
      return schema.parse((await pool.query<unknown>(text, values)).rows);
    } catch (error) {
      throw new QueueError(`the queue on ${place} did not answer as it should`, { cause: error });
    }
  }

  async function* deadAfter(condition: string, first: string): AsyncGenerator<DeadTicket> {
    for (let after = first; ;) {
      const rows = await run(
        Dead,
        `SELECT * FROM reflexgen_ticket WHERE state = 'dead' AND ${condition} ORDER BY seq LIMIT 100`,
        [after],
      );
      for (const { seq, reason, attempt, ended_at, grp, ...rest } of rows) {
        after = seq;
        yield { ticket: readTicket({ ...rest, group: grp }), reason, attempts: attempt, diedAt: ended_at };
      }
      if (rows.length < 100) return;
    }
  }

  return {
    place,
    async put({ id, key, group = "", mode }, payload) {
      const [{ turn }] = await run(Drawn, "SELECT reflexgen_draw($1, $2) AS turn", [id, group]);
      if (turn === null) return { answer: "known" };
      const [put] = await run(Put, "SELECT * FROM reflexgen_put($1, $2, $3, $4, $5, $6)", [
        id,
        key,
        group,
        mode,
        payload,
        turn,
      ]);
      const { answer, head_turn, unparked } = put;
      return answer === "known" ? { answer } : { answer, turn: head_turn, unparked };
    },
    async take(key, token) {
      const [taken] = await run(Take, "SELECT * FROM reflexgen_take($1, $2, $3)", [key, token, KILLED]);
      if (taken === undefined) return { kind: "none" };
      const { id, grp, mode, payload, attempt } = taken;
      if (taken.kind === "died" || mode === "") return { kind: "died", id };
      return { kind: "run", ticket: readTicket({ id, key, group: grp, mode, payload }), attempt };
    },
    async settle({ id, token }, settlement) {
      const reason = settlement.kind === "failed" ? settlement.reason : "";
      const [{ settled }] = await run(Settle, "SELECT reflexgen_settle($1, $2, $3, $4) AS settled", [
        id,
        token,
        settlement.kind,
        reason,
      ]);
      return settled;
    },
    async check(held) {
      const rows = await run(
        Check,
        `SELECT CASE WHEN t.token IS DISTINCT FROM h.token THEN 'lost' WHEN t.superseded THEN 'superseded' ELSE 'held' END AS state
         FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS h (id, token, place)
         LEFT JOIN reflexgen_ticket t ON t.id = h.id ORDER BY h.place`,
        [held.map(({ id }) => id), held.map(({ token }) => token)],
      );
      return rows.map(({ state }) => state);
    },
    async head(key) {
      const [head] = await run(
        Head,
        `SELECT turn, state = 'parked' AS parked FROM reflexgen_ticket WHERE key = $1 AND ${LIVING} ORDER BY seq LIMIT 1`,
        [key],
      );
      return head;
    },
    async *keys() {
      for (let after = ""; ;) {
        const rows = await run(
          Keys,
          `SELECT DISTINCT key FROM reflexgen_ticket WHERE ${LIVING} AND key > $1 ORDER BY key LIMIT 500`,
          [after],
        );
        for (const { key } of rows) yield (after = key);
        if (rows.length < 500) return;
      }
    },
    async untold() {
      // Where old memories are let go is of no importance; here it happens now and then.
      await run(
        z.unknown(),
        "DELETE FROM reflexgen_ticket WHERE state = 'done' AND ended_at < now() - $1 * interval '1 ms'",
        [REMEMBERED_MS],
      );
      return (await run(Ids, "SELECT id FROM reflexgen_ticket WHERE untold")).map(({ id }) => id);
    },
    told: async (id) => void (await run(z.unknown(), "UPDATE reflexgen_ticket SET untold = false WHERE id = $1", [id])),
    async deadTicket(id) {
      for await (const dead of deadAfter("id = $1", id)) return dead;
      return undefined;
    },
    dead: () => deadAfter("seq > $1::bigint", "-1"),
    async counts() {
      const [counts] = await run(
        Counts,
        `SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'parked') AS delayed,
           count(*) FILTER (WHERE state = 'running') AS running, count(*) FILTER (WHERE state = 'dead') AS dead,
           count(DISTINCT key) FILTER (WHERE ${LIVING}) AS lanes
         FROM reflexgen_ticket WHERE state <> 'done'`,
      );
      return counts;
    },
    async showLife() {
      await run(
        z.unknown(),
        "INSERT INTO reflexgen_life VALUES (true, now()) ON CONFLICT (one) DO UPDATE SET shown_at = now()",
      );
    },
    async silenceMs() {
      const [life] = await run(
        Silence,
        "SELECT greatest(0, extract(epoch FROM now() - shown_at) * 1000) AS ms FROM reflexgen_life",
      );
      return life?.ms;
    },
    close,
  };
}
