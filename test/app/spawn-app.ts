import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRET } from "./deliver.ts";
import { PRIVATE_KEY, until } from "./test-app.ts";

/** Settings that let a process of the App start. */
export const SETTINGS = { APP_ID: "4711", PRIVATE_KEY, WEBHOOK_SECRET: SECRET, PORT: "0", HOST: "127.0.0.1" };

export type AppProcess = {
  child: ChildProcess;
  /** Lines of its standard output so far. */
  said: string[];
  errors: () => string;
  url: string;
  webhookUrl: string;
  /** Its exit code; a signal's name when one ended it. */
  ended: Promise<number | string | null>;
};

const running = new Set<ChildProcess>();
const folders: string[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-process-"));
  folders.push(folder);
  return folder;
}

/** Ends what still runs, and takes away what it left. */
export function cleanUp(): void {
  for (const child of running) child.kill("SIGKILL");
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Starts a program of ours with these settings and nothing else of this environment. */
export function spawnProgram(
  program: string,
  settings: Record<string, string>,
): Omit<AppProcess, "url" | "webhookUrl"> {
  const folder = newFolder();
  const child = spawn(process.execPath, [join(import.meta.dirname, "../..", program)], {
    cwd: folder,
    env: { PATH: process.env["PATH"], REFLEXGEN_HOME: folder, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const said: string[] = [];
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    said.push(...lines);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = new Promise<number | string | null>((resolve) => {
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve(code ?? signal);
    });
  });
  return { child, said, errors: () => errors, ended };
}

/** The App of `app-process.ts`, when it can be reached. */
export async function spawnApp(settings: Record<string, string> = {}): Promise<AppProcess> {
  const started = spawnProgram("test/app/app-process.ts", { ...SETTINGS, ...settings });
  let url = "";
  await until(() => {
    const port = /^\S+ info started .*\bport=(\d+)/m.exec(started.said.join("\n"))?.[1];
    url = `http://127.0.0.1:${port}`;
    if (started.child.exitCode !== null) throw new Error(`it did not start: ${started.errors()}`);
    return port !== undefined;
  });
  return { ...started, url, webhookUrl: `${url}/api/github/webhooks` };
}
