import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { jest } from "@jest/globals";
import {
  temporaryFolder,
  temporaryRepository,
  type TemporaryRepository,
} from "../adapters/host/temporary-repository.ts";

// Each test starts several processes, and a busy machine takes its time.
jest.setTimeout(60_000);

const BIN = join(import.meta.dirname, "../../bin/reflexgen.js");

/** What a process left: its exit code (or the signal that ended it) and all that it printed. */
export type Run = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string };

export type RunOptions = {
  folder: string;
  environment?: Record<string, string>;
  /** Told of the child while it runs; its streams can be closed, and signals sent. */
  meet?: (child: ChildProcess) => void;
};

/** One knowledge store for all processes of a test file: the practices are brought into it once. */
const home = temporaryFolder();

/** The real command line, with nobody's settings but those given. */
export function reflexgen(words: readonly string[], { folder, environment = {}, meet }: RunOptions): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...words], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"] ?? "", HOME: home, REFLEXGEN_HOME: join(home, "knowledge"), ...environment },
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
    meet?.(child);
  });
}

/** A repository with one commit of `before` on main and one of `after` on the branch that is checked out; a value of undefined removes a file. */
export function repositoryOf(
  before: Readonly<Record<string, string | Uint8Array>>,
  after: Readonly<Record<string, string | Uint8Array>>,
): TemporaryRepository {
  const repository = temporaryRepository();
  for (const [path, content] of Object.entries(before)) repository.write(path, content);
  repository.commit("before");
  repository.git("switch", "-q", "-c", "topic");
  for (const [path, content] of Object.entries(after)) repository.write(path, content);
  repository.commit("after");
  return repository;
}

/** What `--format json` prints, as far as the tests look at it. */
export type Printed = {
  findings: {
    id: string;
    path: string;
    weakness: string;
    severity: string;
    origin: string;
    quote: string;
    fix?: { reached: string; patch: unknown };
  }[];
  suppressed: { id: string; path: string; weakness: string; reason: string }[];
  unread: { path: string; reason: string; failed?: boolean }[];
  notes: string[];
  complete: boolean;
};

export function printed({ stdout, stderr }: Run): Printed {
  if (stdout === "") throw new Error(`nothing was printed, but: ${stderr}`);
  return JSON.parse(stdout) as Printed;
}

/** Python with one SQL injection that a rule finds and repairs, in `name`. */
export function vulnerable(name = "find"): string {
  return `import sqlite3


def ${name}(cursor, name):
    cursor.execute(f"SELECT * FROM customers WHERE name = '{name}'")
    return cursor.fetchone()
`;
}

export const CLEAN = "def add(a, b):\n    return a + b\n";
