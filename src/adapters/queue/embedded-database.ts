import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { UserError } from "../../core/errors.ts";
import { QueueError } from "../../core/job-queue.ts";

/** Raised when a table changes its form; a newer file is refused, an older one is migrated here. */
const SCHEMA_VERSION = 1;

/** "RFLQ": tells our file from any other SQLite file. */
const APPLICATION_ID = 0x52464c51;

/** Longest wait for another process while opening. */
const OPENING_MS = 5000;

/** How long SQLite itself waits, with the whole process, for another one that writes; after that the writer waits without blocking. */
const BUSY_TIMEOUT_MS = 5;

/**
 * `ticket` holds what is not done; of what is done only the id stays, in `done`.
 *
 * A lane is all living tickets of one key, and its head the one with the lowest `seq`. Only the head is ever `ready`, `parked` or
 * `running`; the others are `behind` it. `turn` is the place among all groups (see `fair-turn.ts`). `since_ms` and `until_ms` are by the
 * boot clock: of the lease while `running`, of the pause while `parked`, of the next telling while `dead` (none: told).
 */
const TABLES = `
  CREATE TABLE ticket (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, grp TEXT, mode TEXT NOT NULL,
    payload TEXT NOT NULL, turn INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ready', 'behind', 'parked', 'running', 'dead')),
    attempt INTEGER NOT NULL DEFAULT 0, kills INTEGER NOT NULL DEFAULT 0, superseded INTEGER NOT NULL DEFAULT 0, token TEXT,
    since_ms INTEGER, until_ms INTEGER, reason TEXT, died_ms INTEGER, told INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX ready ON ticket (turn, seq) WHERE state = 'ready';
  CREATE INDEX lane ON ticket (key, seq) WHERE state <> 'dead';
  CREATE INDEX due ON ticket (until_ms) WHERE until_ms IS NOT NULL;
  CREATE INDEX superseded ON ticket (seq) WHERE superseded = 1;
  CREATE TABLE done (id TEXT PRIMARY KEY, ended_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX ended ON done (ended_ms);
  CREATE TABLE grp (name TEXT PRIMARY KEY, turn INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('turn', 0);
`;

/**
 * The queue's database in `file`, made when there is none. Many processes may have it open.
 *
 * Every commit is on the disk before it is acknowledged (`synchronous = FULL`).
 *
 * @throws UserError when the file can't be written; QueueError when it is damaged, foreign, newer or held by another process.
 */
export function openQueueDatabase(file: string): DatabaseSync {
  return explained(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      whenFree(() => prepare(database, file));
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepare(database: DatabaseSync, file: string): void {
  refuseForeign(database, file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;");
  try {
    // Another process may have been quicker.
    if (pragma(database, "user_version") === 0) {
      database.exec(`${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION};`);
    }
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}

/** Before anything of it is changed. */
function refuseForeign(database: DatabaseSync, file: string): void {
  const version = pragma(database, "user_version");
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  if (tables > 0 && pragma(database, "application_id") !== APPLICATION_ID) {
    throw new QueueError(`${file} is not a queue of reflexgen; it was left as it is`);
  }
  if (version > SCHEMA_VERSION) {
    throw new QueueError(
      `${file} was written by a newer reflexgen (form ${version}, this one knows ${SCHEMA_VERSION})`,
    );
  }
}

/** The change to WAL mode wants the file for itself and is refused at once: SQLite's own waiting does not cover it. */
function whenFree(work: () => void): void {
  for (const end = performance.now() + OPENING_MS; ;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function pragma(database: DatabaseSync, name: string): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}

/** SQLite's result codes that mean something to a person. @see https://www.sqlite.org/rescode.html */
const BUSY = new Set([5, 6]);
const DAMAGED = new Set([11, 26]);
const UNWRITABLE = new Set([8, 14]);
const FULL = 13;

/** Another process writes: waiting helps. */
export function isBusy(error: unknown): boolean {
  return BUSY.has(sqliteResult(error) ?? 0);
}

function explained<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw inWords(file, error);
  }
}

/** What SQLite or the system refused, said in words, with the cause kept. */
export function inWords(file: string, error: unknown): unknown {
  const primary = sqliteResult(error);
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (isBusy(error)) return new QueueError(`${file} is held by another process`, { cause: error });
  if (primary === FULL) return new QueueError(`no space left for ${file}`, { cause: error });
  if (primary !== undefined && DAMAGED.has(primary)) {
    return new QueueError(`${file} is damaged; keep it and its -wal file aside, then start again`, { cause: error });
  }
  const unwritable = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"].includes(code);
  if (unwritable || (primary !== undefined && UNWRITABLE.has(primary))) {
    return new UserError(`the queue ${file} can't be written: choose another place or grant access`, { cause: error });
  }
  if (primary !== undefined)
    return new QueueError(`${file} could not be used (SQLite result ${primary})`, { cause: error });
  return error;
}

/** SQLite's primary result code, when the error is one of SQLite's. */
function sqliteResult(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
}
