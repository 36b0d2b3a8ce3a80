import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Crashpoint } from "../../../src/core/crashpoint.ts";
import { until } from "../test-app.ts";
import type { StartApp } from "./stage.ts";
import { freePort } from "../../../demo/free-port.ts";

/** Keeps a process of the App alive, as a service manager does: whenever it dies, another is started. */
export type Supervisor = {
  start: StartApp;
  /** From now on the process dies when it comes to one of these, once at each. */
  killAt: (points: readonly Crashpoint[]) => void;
  /** Those where it has not died yet. */
  left: () => string[];
  /** Kills it now; `after` says what must be so before another is started. */
  killNow: (before?: () => Promise<void>) => Promise<void>;
};

export function openSupervisor(): Supervisor {
  const folder = mkdtempSync(join(tmpdir(), "reflexgen-supervisor-"));
  const file = join(folder, "crash-at");
  writeFileSync(file, "");
  let child: ChildProcess | undefined;
  let wanted = true;
  let beforeNext: () => Promise<void> = async () => {};

  async function run(settings: Record<string, string>, logged: string[]): Promise<void> {
    const started = spawn(process.execPath, [join(import.meta.dirname, "app-process.ts")], {
      env: { PATH: process.env["PATH"], ...settings, CRASH_FILE: file },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child = started;
    let rest = "";
    started.stdout.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      logged.push(...lines);
    });
    started.once("exit", () => {
      if (wanted)
        void beforeNext()
          .catch((error: unknown) => logged.push(`before the next: ${String(error)}`))
          .then(() => run(settings, logged));
    });
    const said = logged.length;
    await until(() => logged.slice(said).some((line) => line.includes(" info started ")) || started.exitCode !== null);
  }

  return {
    async start(settings, logged) {
      const port = await freePort();
      await run({ ...settings, PORT: String(port) }, logged);
      return {
        port,
        async stop() {
          wanted = false;
          child?.kill("SIGTERM");
          if (child && child.exitCode === null && child.signalCode === null) await once(child, "exit");
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
    killAt: (points) => writeFileSync(file, points.join("\n")),
    left: () => (existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : []),
    async killNow(before = async () => {}) {
      beforeNext = before;
      const dead = child;
      dead?.kill("SIGKILL");
      await until(() => child !== dead);
      beforeNext = async () => {};
    },
  };
}
