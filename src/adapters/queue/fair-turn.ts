import type { DatabaseSync } from "node:sqlite";

/**
 * Start-time fair queueing over groups: a ticket's turn is one after its group's last one, but never before the turn the queue has
 * reached. A group with 5,000 tickets holds the next 5,000 turns; one that comes later starts at the turn that is being served.
 *
 * @see https://en.wikipedia.org/wiki/Fair_queuing
 */
export function fairTurns(database: DatabaseSync) {
  const sql = {
    reached: database.prepare("SELECT value FROM meta WHERE name = 'turn'"),
    reach: database.prepare("UPDATE meta SET value = ? WHERE name = 'turn' AND value < ?"),
    last: database.prepare("SELECT turn FROM grp WHERE name = ?"),
    keep: database.prepare("INSERT OR REPLACE INTO grp (name, turn) VALUES (?, ?)"),
    prune: database.prepare("DELETE FROM grp WHERE turn < ?"),
  };
  const reached = () => Number(sql.reached.get()?.["value"]);

  return {
    next(group: string): number {
      const last = Number(sql.last.get(group)?.["turn"] ?? 0);
      const turn = Math.max(reached(), last + 1);
      sql.keep.run(group, turn);
      return turn;
    },
    reached: (turn: number) => sql.reach.run(turn, turn),
    /** A group whose turns have all been served is as good as new. */
    prune: () => sql.prune.run(reached()),
  };
}
