import type { DatabaseSync } from "node:sqlite";
import { Decision, type DecisionStore } from "../../core/decision.ts";
import { StoreError, UserError } from "../../core/errors.ts";
import { explained, openDatabase, type DatabaseForm } from "./embedded-database.ts";

/** A file of its own: what people decided is no knowledge, and a new form of the one must not lock the other. */
const DECISIONS: DatabaseForm = {
  file: "decisions.sqlite",
  holds: "decisions",
  applicationId: 0x52464c44,
  version: 1,
  tables: `
  CREATE TABLE IF NOT EXISTS decision (
    repository INTEGER NOT NULL, pull INTEGER NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (repository, pull, id)
  ) STRICT, WITHOUT ROWID;
`,
};

export type EmbeddedDecisions = DecisionStore & { close(): Promise<void> };

/** Decisions in one folder of this machine, beside its knowledge. Made at the first write; a folder that is not there holds none. */
export function openEmbeddedDecisions({ folder }: { folder: string }): EmbeddedDecisions {
  let database: DatabaseSync | undefined;
  let closed = false;

  /** The statements of one call: SQLite makes each all or nothing, and on the disk before it returns. */
  const using = <T>(create: boolean, nothing: T, work: (database: DatabaseSync) => T): T => {
    if (closed) throw new StoreError("the store of decisions is closed");
    try {
      database ??= openDatabase(folder, { create, form: DECISIONS });
    } catch (error) {
      // A folder that can't be written is the operator's to mend; the job has nobody at the keyboard.
      throw error instanceof UserError ? new StoreError(error.message, { cause: error }) : error;
    }
    const open = database;
    return open ? explained(folder, () => work(open), DECISIONS) : nothing;
  };

  return {
    async remember(repository, decision) {
      const { pull, id, atMs, untilMs, ...rest } = Decision.parse(decision);
      const body = JSON.stringify({ pull, id, atMs, untilMs, ...rest });
      using(true, undefined, (open) => {
        // What is over is of no use to anybody: each write takes it away.
        open.prepare("DELETE FROM decision WHERE repository = ? AND until_ms <= ?").run(repository, atMs);
        open
          .prepare(
            `INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
             SET at_ms = excluded.at_ms, until_ms = excluded.until_ms, body = excluded.body WHERE excluded.at_ms >= at_ms`,
          )
          .run(repository, pull, id, atMs, untilMs, body);
      });
    },
    async of(repository, nowMs) {
      const rows = using(false, [], (open) =>
        open
          .prepare("SELECT body FROM decision WHERE repository = ? AND until_ms > ? ORDER BY at_ms, pull, id")
          .all(repository, nowMs),
      );
      return rows.map((row) => readDecision(row["body"], folder));
    },
    async forget(repositories) {
      using(false, undefined, (open) => {
        const drop = open.prepare("DELETE FROM decision WHERE repository = ?");
        for (const repository of repositories) drop.run(repository);
      });
    },
    async close() {
      closed = true;
      database?.close();
      database = undefined;
    },
  };
}

/** A decision that can't be read silences nothing. */
function readDecision(body: unknown, folder: string): Decision {
  try {
    return Decision.parse(JSON.parse(String(body)));
  } catch (error) {
    throw new StoreError(`a decision in ${folder} is damaged`, { cause: error });
  }
}
