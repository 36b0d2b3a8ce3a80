import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError, UserError } from "../../core/errors.ts";

/** One file of a store: its name in the folder, what it holds in words for people, and its tables. */
export type DatabaseForm = {
  file: string;
  holds: string;
  /** Tells our file from any other SQLite file. */
  applicationId: number;
  /** Raised when a table changes its form; a newer file is refused, an older one is migrated here. */
  version: number;
  tables: string;
};

/** Longest wait for another process that writes; reading never waits, as the file is in WAL mode. */
const BUSY_TIMEOUT_MS = 1500;

const KNOWLEDGE: DatabaseForm = {
  file: "knowledge.sqlite",
  holds: "knowledge",
  applicationId: 0x52464c58,
  version: 1,
  tables: `
  CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY, scope TEXT NOT NULL, id TEXT NOT NULL, status TEXT NOT NULL,
    hash TEXT NOT NULL, body TEXT NOT NULL, facets TEXT NOT NULL, lexical INTEGER NOT NULL, vector BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO meta VALUES ('revision', 0);
`,
};

/**
 * The database in `folder`; undefined when there is none and `create` is off.
 *
 * Every commit is on the disk before it is acknowledged (`synchronous = FULL`).
 *
 * @throws UserError when the folder can't be written; StoreError when the file is damaged, foreign, newer or held by another process.
 */
export function openDatabase(
  folder: string,
  { create, form = KNOWLEDGE }: { create: boolean; form?: DatabaseForm },
): DatabaseSync | undefined {
  const file = join(folder, form.file);
  if (!create && !existsSync(file)) return undefined;
  return explained(folder, () => {
    mkdirSync(folder, { recursive: true });
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      prepare(database, folder, form);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }, form);
}

function prepare(database: DatabaseSync, folder: string, form: DatabaseForm): void {
  const version = pragma(database, "user_version");
  const application = pragma(database, "application_id");
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"]);
  if (application !== form.applicationId && tables > 0) {
    throw new StoreError(`${join(folder, form.file)} is not a ${form.holds} base of reflexgen; it was left as it is`);
  }
  if (version > form.version) {
    throw new StoreError(`the ${form.holds} in ${folder} was written by a newer reflexgen (form ${version}, this one knows ${form.version})`);
  }
  whenFree(() => database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"));
  if (version === form.version) return;
  database.exec(
    `BEGIN IMMEDIATE; ${form.tables} PRAGMA application_id = ${form.applicationId}; PRAGMA user_version = ${form.version}; COMMIT;`,
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
export function explained<T>(folder: string, work: () => T, { file, holds }: DatabaseForm = KNOWLEDGE): T {
  try {
    return work();
  } catch (error) {
    const primary = sqliteResult(error);
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    if (primary !== undefined && BUSY.has(primary)) {
      throw new StoreError(`the ${holds} in ${folder} is being written by another process; try again`, { cause: error });
    }
    if (primary !== undefined && DAMAGED.has(primary)) {
      throw new StoreError(
        `the ${holds} in ${folder} is damaged; nothing was changed: keep ${file} and its -wal file aside${holds === KNOWLEDGE.holds ? ", then seed a new one" : ""}`,
        { cause: error },
      );
    }
    if ((primary !== undefined && UNWRITABLE.has(primary)) || ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOENT"].includes(code)) {
      throw new UserError(`the knowledge folder ${folder} can't be written: choose another or grant access`, { cause: error });
    }
    if (primary !== undefined) throw new StoreError(`the ${holds} in ${folder} could not be used (SQLite result ${primary})`, { cause: error });
    throw error;
  }
}

/** SQLite's primary result code, when the error is one of SQLite's. */
function sqliteResult(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "errcode" in error ? Number(error.errcode) & 0xff : undefined;
}
