/** Real servers for tests, on loopback, where their programs are installed. */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../demo/free-port.ts";

const run = promisify(execFile);

export type TestServer = {
  url: string;
  /** Kills it, and starts it again on the same data. */
  halt: () => Promise<void>;
  resume: () => Promise<void>;
  stop: () => Promise<void>;
};

const DEBIAN_POSTGRES = "/usr/lib/postgresql/*/bin";

export const redisProgram = programOf("redis-server");
export const postgresProgram = programOf("postgres", ...globSync(DEBIAN_POSTGRES).toSorted().toReversed());

/** Redis that writes each command to its file before it answers. */
export async function startRedis(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-redis-"));
  const port = await freePort();
  const options = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""];
  const start = async () => {
    const child = spawn(redisProgram ?? "", options.map(String), { stdio: ["ignore", "pipe", "inherit"] });
    await said(child, "Ready to accept connections");
    return child;
  };
  let child = await start();
  const halt = async () => {
    child.kill("SIGKILL");
    await gone(child);
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    halt,
    resume: async () => {
      child = await start();
    },
    stop: async () => {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Postgres, under its own user when we are root, as it refuses to be. */
export async function startPostgres(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "reflexgen-postgres-"));
  const data = join(folder, "data");
  const port = await freePort();
  const bin = join(postgresProgram ?? "", "..");
  if (isRoot()) {
    await run("chown", ["postgres", folder]);
    await chmod(folder, 0o755);
  }
  await run(...asPostgres(join(bin, "initdb"), "-D", data, "-U", "tester", "--auth=trust", "--no-sync", "-E", "UTF8"), {
    cwd: folder,
  });
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    `unix_socket_directories=${folder}`,
    "max_connections=300",
    "fsync=off",
  ];
  const [program, options] = asPostgres(
    join(bin, "postgres"),
    "-D",
    data,
    ...settings.flatMap((setting) => ["-c", setting]),
  );
  const start = async () => {
    const child = spawn(program, options, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    await said(child, "ready to accept connections");
    return child;
  };
  let child = await start();
  const halt = async () => {
    if (child.exitCode !== null) return;
    await run(...asPostgres(join(bin, "pg_ctl"), "-D", data, "-m", "immediate", "stop"), { cwd: folder });
    await gone(child);
  };
  return {
    url: `postgres://tester:secret@127.0.0.1:${port}/postgres`,
    halt,
    resume: async () => {
      child = await start();
    },
    stop: async () => {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function asPostgres(program: string, ...options: string[]): [string, string[]] {
  return isRoot() ? ["runuser", ["-u", "postgres", "--", program, ...options]] : [program, options];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function programOf(name: string, ...more: string[]): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...more];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

async function said(child: ChildProcess, words: string): Promise<void> {
  const stream = child.stdout ?? child.stderr;
  await new Promise<void>((resolve, reject) => {
    let text = "";
    stream?.on("data", (chunk: Buffer) => {
      text = `${text}${chunk.toString()}`.slice(-10_000);
      if (text.includes(words)) resolve();
    });
    child.on("exit", () => reject(new Error(`${child.spawnfile} ended: ${text}`)));
  });
}
