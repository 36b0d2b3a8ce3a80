import { spawn } from "node:child_process";
import { join } from "node:path";
import { until } from "./until.ts";

/** The App as its operator runs it: a process of its own that is reached by webhooks alone. */
export type AppProcess = {
  /** Lines of its log so far. */
  log: readonly string[];
  /** Ends it as an operator does, and waits for it. */
  stop(): Promise<void>;
};

/** Starts `src/main.ts` with these settings and nothing else of this environment. Resolves when it takes webhooks. */
export async function startApp(settings: Record<string, string>, cwd: string): Promise<AppProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "../../src/main.ts")], {
    cwd,
    env: { PATH: process.env["PATH"], HOST: "127.0.0.1", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log: string[] = [];
  let rest = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    log.push(...lines);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  // Whoever ends the demo ends the App with it.
  const die = () => void child.kill("SIGKILL");
  process.once("exit", die);
  void ended.then(() => process.off("exit", die));
  try {
    await until("the App starts", () => {
      if (child.exitCode !== null) throw new Error(`the App did not start: ${errors}`);
      return log.some((line) => / info started /.test(line));
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { log, stop };
}
