import type { DeadTicket, QueueCounts, Ticket } from "../../core/job-queue.ts";
import type { TicketStatements } from "./embedded-statements.ts";

/** What is only read; none of it needs a transaction. */
export function ticketReadings(sql: TicketStatements) {
  return {
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

export function readTicket(row: Record<string, unknown>): Ticket<unknown> {
  return {
    id: String(row["id"]),
    key: String(row["key"]),
    ...(typeof row["grp"] === "string" && { group: row["grp"] }),
    mode: row["mode"] === "latest" ? "latest" : "each",
    payload: JSON.parse(String(row["payload"])) as unknown,
  };
}
