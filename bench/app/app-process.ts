import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** The App as `npm start` runs it: a process of its own, with its own settings and nothing else of this environment. */
export type AppProcess = {
  pid: number;
  url: string;
  webhookUrl: string;
  /** Bytes that it has written to its output and errors so far. */
  saidBytes: () => number;
  /** SIGTERM, or SIGKILL; resolves when the process is gone. */
  end: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
};

const PROGRAM = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const STARTING_MS = 60_000;

/** Starts one and waits until it takes deliveries. What it says goes to `logFile`, at its end. */
export async function startApp(settings: Record<string, string>, logFile: string): Promise<AppProcess> {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env["PATH"], NODE_ENV: "production", PORT: "0", HOST: "127.0.0.1", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = createWriteStream(logFile, { flags: "a" });
  const gone = once(child, "close");
  let bytes = 0;
  let head = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (part: Buffer) => {
      bytes += part.length;
      if (head.length < 100_000) head += part.toString();
      log.write(part);
    });
  }
  const port = (): string | undefined => / info started .*\bport=(\d+)/.exec(head)?.[1];
  for (const end = performance.now() + STARTING_MS; port() === undefined; await sleep(5)) {
    if (child.exitCode !== null || performance.now() > end) throw new Error(`the App did not start: ${head}`);
  }
  const url = `http://127.0.0.1:${port()}`;
  return {
    pid: child.pid ?? 0,
    url,
    webhookUrl: `${url}/api/github/webhooks`,
    saidBytes: () => bytes,
    async end(signal) {
      child.kill(signal);
      await gone;
      log.end();
    },
  };
}
