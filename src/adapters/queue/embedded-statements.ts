import type { DatabaseSync } from "node:sqlite";

/** Every statement on tickets, prepared once a connection. What the columns mean stands with the tables. */
export function ticketStatements(database: DatabaseSync) {
  return {
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
    killed: database.prepare(
      "UPDATE ticket SET state = 'behind', kills = kills + 1, token = NULL, since_ms = NULL, until_ms = NULL WHERE seq = ?",
    ),
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
    showLife: database.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('life', ?)"),
    life: database.prepare("SELECT value FROM meta WHERE name = 'life'"),
    counts: database.prepare("SELECT state, count(*) AS n FROM ticket GROUP BY state"),
    dead: database.prepare(
      "SELECT * FROM ticket WHERE state = 'dead' AND (died_ms, seq) > (?, ?) ORDER BY died_ms, seq LIMIT 100",
    ),
  };
}

export type TicketStatements = ReturnType<typeof ticketStatements>;
