import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError, UserError } from "../../core/errors.ts";

/** Raised when a table changes its form; a newer file is refused, an older one is migrated here. */
const SCHEMA_VERSION = 1;

/** "RFLX": tells our file from any other SQLite file. */
const APPLICATION_ID = 0x52464c58;

/** Longest wait for another process that writes; reading never waits, as the file is in WAL mode. */
const BUSY_TIMEOUT_MS = 1500;

const TABLES = `
  CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, scope TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
    hash TEXT NOT NULL, body TEXT NOT NULL, facets TEXT NOT NULL, lexical INTEGER NOT NULL, vector BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO meta VALUES ('revision', 0);
`;

const FILE = "knowledge.sqlite";

/**
 * The database in `folder`; undefined when there is none and `create` is off.
 *
 * Every commit is on the disk before it is acknowledged (`synchronous = FULL`).
 *
 * @throws UserError when the folder can't be written; StoreError when the file is damaged, foreign, newer or held by another process.
 */
export function openDatabase(folder: string, { create }: { create: boolean }): DatabaseSync | undefined {
  const file = join(folder, FILE);
  if (!create && !existsSync(file)) return undefined;
  return explained(folder, () => {
    mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      prepare(database, folder);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepare(database: DatabaseSync, folder: string): void {
  const version = pragma(database, "user_version");
  const application = pragma(database, "application_id");
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  if (application !== APPLICATION_ID && tables > 0) {
    throw new StoreError(`${join(folder, FILE)} is not a knowledge base of reflexgen; it was left as it is`);
  }
  if (version > SCHEMA_VERSION) {
    throw new StoreError(`the knowledge in ${folder} was written by a newer reflexgen (form ${version}, this one knows ${SCHEMA_VERSION})`);
  }
  whenFree(() => database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"));
  if (version === SCHEMA_VERSION) return;
  database.exec(
    `BEGIN IMMEDIATE; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`,
  );
}

/** The change to WAL mode wants the file for itself and, unlike everything else, is refused at once: SQLite's own waiting does not cover it. */
function whenFree(work: () => void): void {
  for (const end = Date.now() + BUSY_TIMEOUT_MS; ; ) {
    try {
      return work();
    } catch (error) {
      if (!BUSY.has(sqliteResult(error) ?? 0) || Date.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
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

/** Runs a piece of work on the store of `folder`; what SQLite or the system refuse is said in words, with the cause kept. */
export function explained<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const primary = sqliteResult(error);
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    if (primary !== undefined && BUSY.has(primary)) {
      throw new StoreError(`the knowledge in ${folder} is being written by another process; try again`, { cause: error });
    }
    if (primary !== undefined && DAMAGED.has(primary)) {
      throw new StoreError(
        `the knowledge in ${folder} is damaged; nothing was changed: keep ${FILE} and its -wal file aside, then seed a new one`,
        { cause: error },
      );
    }
    if ((primary !== undefined && UNWRITABLE.has(primary)) || ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"].includes(code)) {
      throw new UserError(`the knowledge folder ${folder} can't be written: choose another or grant access`, { cause: error });
    }
    if (primary !== undefined) throw new StoreError(`the knowledge in ${folder} could not be used (SQLite result ${primary})`, { cause: error });
    throw error;
  }
}

/** SQLite's primary result code, when the error is one of SQLite's. */
function sqliteResult(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
}
