import type { DatabaseSync } from "node:sqlite";
import { MOST_ATTEMPTS, REMEMBERED_MS, type DeadTicket, type QueueCounts, type Ticket } from "../../core/job-queue.ts";
import { fairTurns } from "./fair-turn.ts";
import type { Settlement } from "./settlement.ts";

/** A ticket as a worker took it: to be run, or, when it died, to be told of. */
export type Claim = {
  seq: number;
  token: string;
  ticket: Ticket<unknown>;
  attempt: number;
  /** Why it died; undefined for one that is to be run. */
  deathReason: string | undefined;
};

export type Clocks = { bootMs: () => number; wallMs: () => number };

type Row = Record<string, unknown>;

/** Runs of this kind were ended by somebody else's death, not by a failure of their own. */
const KILLED = `its process died or stopped answering, ${MOST_ATTEMPTS} times`;

/** All that is read and written of tickets. Each function but the reading ones belongs inside one of the writer's transactions. */
export function ticketTable(database: DatabaseSync, clocks: Clocks, retryDelayMs: (attempt: number) => number) {
  const turns = fairTurns(database);
  const sql = {
    isDone: database.prepare("SELECT 1 FROM done WHERE id = ?"),
    byId: database.prepare("SELECT seq, state FROM ticket WHERE id = ?"),
    latestOfKey: database.prepare(
      "SELECT seq, id, state, turn FROM ticket WHERE key = ? AND state <> 'dead' AND mode = 'latest' ORDER BY seq",
    ),
    insert: database.prepare(
      "INSERT INTO ticket (id, key, grp, mode, payload, turn, state) VALUES (?, ?, ?, ?, ?, ?, 'behind')",
    ),
    remove: database.prepare("DELETE FROM ticket WHERE seq = ?"),
    remember: database.prepare("INSERT OR REPLACE INTO done (id, ended_ms) VALUES (?, ?)"),
    supersede: database.prepare("UPDATE ticket SET superseded = 1 WHERE seq = ?"),
    promote: database.prepare(
      `UPDATE ticket SET state = 'ready' WHERE state = 'behind'
       AND seq = (SELECT min(seq) FROM ticket WHERE key = ? AND state <> 'dead')`,
    ),
    over: database.prepare("SELECT * FROM ticket WHERE until_ms <= ? AND state IN ('parked', 'running')"),
    next: database.prepare("SELECT * FROM ticket WHERE state = 'ready' ORDER BY turn, seq LIMIT 1"),
    nextUntold: database.prepare("SELECT * FROM ticket WHERE until_ms <= ? AND state = 'dead' LIMIT 1"),
    take: database.prepare(
      "UPDATE ticket SET state = 'running', attempt = attempt + 1, token = ?, since_ms = ?, until_ms = ? WHERE seq = ?",
    ),
    takeUntold: database.prepare(
      "UPDATE ticket SET told = told + 1, token = ?, since_ms = ?, until_ms = ? WHERE seq = ?",
    ),
    renew: database.prepare("UPDATE ticket SET since_ms = ?, until_ms = ? WHERE seq = ? AND token = ?"),
    mine: database.prepare("SELECT * FROM ticket WHERE seq = ? AND token = ?"),
    rest: database.prepare(
      `UPDATE ticket SET state = 'behind', attempt = attempt - ?, token = NULL, since_ms = NULL, until_ms = NULL WHERE seq = ?`,
    ),
    park: database.prepare(
      "UPDATE ticket SET state = 'parked', attempt = attempt - ?, token = NULL, since_ms = ?, until_ms = ? WHERE seq = ?",
    ),
    die: database.prepare(
      "UPDATE ticket SET state = 'dead', token = NULL, since_ms = ?, until_ms = ?, reason = ?, died_ms = ? WHERE seq = ?",
    ),
    told: database.prepare("UPDATE ticket SET token = NULL, since_ms = NULL, until_ms = NULL WHERE seq = ?"),
    tellAgain: database.prepare("UPDATE ticket SET token = NULL, since_ms = ?, until_ms = ? WHERE seq = ?"),
    ofAnotherBoot: database.prepare("UPDATE ticket SET since_ms = 0, until_ms = 0 WHERE since_ms > ?"),
    forget: database.prepare("DELETE FROM done WHERE ended_ms < ?"),
    isReady: database.prepare("SELECT 1 FROM ticket WHERE state = 'ready' LIMIT 1"),
    firstDue: database.prepare(
      "SELECT until_ms AS due FROM ticket WHERE until_ms IS NOT NULL AND (state <> 'dead' OR ?) ORDER BY until_ms LIMIT 1",
    ),
    superseded: database.prepare("SELECT seq FROM ticket WHERE superseded = 1"),
    counts: database.prepare("SELECT state, count(*) AS n FROM ticket GROUP BY state"),
    dead: database.prepare(
      "SELECT * FROM ticket WHERE state = 'dead' AND (died_ms, seq) > (?, ?) ORDER BY died_ms, seq LIMIT 100",
    ),
  };

  function finish(seq: number, id: string): void {
    sql.remove.run(seq);
    sql.remember.run(id, clocks.wallMs());
  }

  function bury(seq: number, reason: string): void {
    const now = clocks.bootMs();
    sql.die.run(now, now, reason, clocks.wallMs(), seq);
  }

  /** Pauses that are over, and leases whose worker no longer shows that it lives. */
  function endWhatIsOver(): void {
    for (const row of sql.over.all(clocks.bootMs())) {
      const [seq, key] = [Number(row["seq"]), String(row["key"])];
      if (row["superseded"] === 1) finish(seq, String(row["id"]));
      else if (row["state"] === "running" && Number(row["attempt"]) >= MOST_ATTEMPTS) bury(seq, KILLED);
      else sql.rest.run(0, seq);
      sql.promote.run(key);
    }
  }

  return {
    add(ticket: Ticket<unknown>, payload: string): "added" | "known" {
      const known = sql.byId.get(ticket.id);
      if (sql.isDone.get(ticket.id) !== undefined) return "known";
      if (known !== undefined) {
        if (known["state"] !== "dead") return "known";
        sql.remove.run(Number(known["seq"]));
      }
      let place: number | undefined;
      for (const older of ticket.mode === "latest" ? sql.latestOfKey.all(ticket.key) : []) {
        if (older["state"] === "running") sql.supersede.run(Number(older["seq"]));
        else {
          // The newer one stands where the older stood: whoever pushes often does not wait for ever.
          place ??= Number(older["turn"]);
          finish(Number(older["seq"]), String(older["id"]));
        }
      }
      const group = ticket.group ?? null;
      sql.insert.run(ticket.id, ticket.key, group, ticket.mode, payload, place ?? turns.next(group ?? ""));
      sql.promote.run(ticket.key);
      return "added";
    },

    /** Up to `most` tickets, those that died and were not told of first when `telling`. */
    claim(most: number, token: string, leaseMs: number, telling: boolean): Claim[] {
      endWhatIsOver();
      const claims: Claim[] = [];
      while (claims.length < most) {
        const now = clocks.bootMs();
        const untold = telling ? sql.nextUntold.get(now) : undefined;
        const row = untold ?? sql.next.get();
        if (row === undefined) break;
        const seq = Number(row["seq"]);
        const mark = `${token}:${claims.length}`;
        (untold === undefined ? sql.take : sql.takeUntold).run(mark, now, now + leaseMs, seq);
        if (untold === undefined) turns.reached(Number(row["turn"]));
        claims.push({
          seq,
          token: mark,
          ticket: readTicket(row),
          attempt: Number(row["attempt"]) + 1,
          deathReason: untold === undefined ? undefined : String(row["reason"]),
        });
      }
      return claims;
    },

    /** What became of a claim. Of one that is no longer the worker's, nothing is written. */
    settle({ seq, token }: Claim, settlement: Settlement): void {
      const row = sql.mine.get(seq, token);
      if (row === undefined) return;
      const now = clocks.bootMs();
      const attempt = Number(row["attempt"]);
      if (row["state"] === "dead") {
        const told = Number(row["told"]);
        if (settlement.kind === "failed" && told < MOST_ATTEMPTS) sql.tellAgain.run(now, now + retryDelayMs(told), seq);
        else if (settlement.kind === "released") sql.tellAgain.run(now, now, seq);
        else sql.told.run(seq);
        return;
      }
      if (settlement.kind === "done" || row["superseded"] === 1) finish(seq, String(row["id"]));
      else if (settlement.kind === "released") sql.rest.run(1, seq);
      else if (settlement.kind === "parked") sql.park.run(1, now, now + settlement.delayMs, seq);
      else if (attempt >= MOST_ATTEMPTS) bury(seq, settlement.reason);
      else sql.park.run(0, now, now + retryDelayMs(attempt), seq);
      sql.promote.run(String(row["key"]));
    },

    /** Prolongs the worker's claim. `superseded` is prolonged too: its key must stay taken until it has stopped. */
    renew({ seq, token }: Claim, leaseMs: number): "held" | "superseded" | "lost" {
      const now = clocks.bootMs();
      if (sql.renew.run(now, now + leaseMs, seq, token).changes === 0) return "lost";
      return sql.mine.get(seq, token)?.["superseded"] === 1 ? "superseded" : "held";
    },

    /** Leases and pauses of before this machine started are over: the boot clock began again. */
    endWhatAnotherBootLeft: () => sql.ofAnotherBoot.run(clocks.bootMs() + 1000),
    prune(): void {
      sql.forget.run(clocks.wallMs() - REMEMBERED_MS);
      turns.prune();
    },

    hasReady: () => sql.isReady.get() !== undefined,
    /** By the boot clock; undefined when nothing waits for its time. The dead that nobody was told of count when `telling`. */
    firstDueMs(telling: boolean): number | undefined {
      const due = sql.firstDue.get(telling ? 1 : 0)?.["due"];
      return typeof due === "number" ? due : undefined;
    },
    superseded: () => sql.superseded.all().map((row) => Number(row["seq"])),

    counts(): QueueCounts {
      const of = new Map(sql.counts.all().map((row) => [String(row["state"]), Number(row["n"])]));
      const count = (state: string) => of.get(state) ?? 0;
      return {
        waiting: count("ready") + count("behind"),
        delayed: count("parked"),
        running: count("running"),
        dead: count("dead"),
      };
    },

    *dead(): Generator<DeadTicket> {
      for (let after: [number, number] = [-1, -1]; ;) {
        const rows = sql.dead.all(...after);
        for (const row of rows) {
          after = [Number(row["died_ms"]), Number(row["seq"])];
          yield {
            ticket: readTicket(row),
            reason: String(row["reason"]),
            attempts: Number(row["attempt"]),
            diedAt: new Date(Number(row["died_ms"])),
          };
        }
        if (rows.length === 0) return;
      }
    },
  };
}

function readTicket(row: Row): Ticket<unknown> {
  return {
    id: String(row["id"]),
    key: String(row["key"]),
    ...(typeof row["grp"] === "string" && { group: row["grp"] }),
    mode: row["mode"] === "latest" ? "latest" : "each",
    payload: JSON.parse(String(row["payload"])) as unknown,
  };
}

export type TicketTable = ReturnType<typeof ticketTable>;
