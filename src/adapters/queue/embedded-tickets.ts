import type { DatabaseSync } from "node:sqlite";
import { MOST_ATTEMPTS, REMEMBERED_MS, type Ticket } from "../../core/job-queue.ts";
import { fairTurns } from "./fair-turn.ts";
import { ticketReadings, readTicket } from "./embedded-readings.ts";
import { ticketStatements } from "./embedded-statements.ts";
import { KILLED, SUSPECT_KILLS, type Settlement } from "./settlement.ts";

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

type ClaimOptions = { most: number; token: string; leaseMs: number; telling: boolean; idle: boolean };

/** All that is read and written of tickets. Each function but the reading ones belongs inside one of the writer's transactions. */
export function ticketTable(database: DatabaseSync, clocks: Clocks, retryDelayMs: (attempt: number) => number) {
  const turns = fairTurns(database);
  const sql = ticketStatements(database);

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
      else if (row["state"] === "parked") sql.rest.run(0, seq);
      else if (Number(row["attempt"]) >= MOST_ATTEMPTS) bury(seq, KILLED);
      else sql.killed.run(seq);
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

    /**
     * Up to `most` tickets, those that died and were not told of first when `telling`.
     *
     * One that was running when its process died, twice, may be what kills it: it is run alone, so that it takes no others with it.
     * It is taken only when the worker is `idle`; until then the worker takes nothing that comes after.
     */
    claim({ most, token, leaseMs, telling, idle }: ClaimOptions): { claims: Claim[]; alone: boolean } {
      endWhatIsOver();
      const claims: Claim[] = [];
      while (claims.length < most) {
        const now = clocks.bootMs();
        const untold = telling ? sql.nextUntold.get(now) : undefined;
        const row = untold ?? sql.next.get();
        if (row === undefined) break;
        const alone = untold === undefined && Number(row["kills"]) >= SUSPECT_KILLS;
        if (alone && !(idle && claims.length === 0)) return { claims, alone };
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
        if (alone) return { claims, alone };
      }
      return { claims, alone: false };
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

    /** By the wall clock, which goes on when the machine starts anew. */
    showLife: () => void sql.showLife.run(clocks.wallMs()),
    silenceMs(): number | undefined {
      const shownMs = sql.life.get()?.["value"];
      return typeof shownMs === "number" ? Math.max(0, clocks.wallMs() - shownMs) : undefined;
    },

    /** Leases and pauses of before this machine started are over: the boot clock began again. */
    endWhatAnotherBootLeft: () => sql.ofAnotherBoot.run(clocks.bootMs() + 1000),
    prune(): void {
      sql.forget.run(clocks.wallMs() - REMEMBERED_MS);
      turns.prune();
    },

    ...ticketReadings(sql),
  };
}

export type TicketTable = ReturnType<typeof ticketTable>;
