import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import type { RunningApp } from "./app/app.ts";
import { openLog, type Log } from "./app/log.ts";
import { readAppConfig, type AppConfig } from "./app-config.ts";
import { reportFailure } from "./failure.ts";

/** What runs may end by itself for this long; GitHub and container engines wait at least as long. */
const DRAIN_MS = 8000;
/** Whatever holds on after that is let go. */
const GONE_MS = 10_000;

/** `npm start`: the App, until it is asked to stop. Exit code 0 stopped, 1 failed while it ran, 2 could not start. */
async function main(): Promise<void> {
  let config: AppConfig;
  try {
    if (existsSync(".env")) process.loadEnvFile(".env");
    const { values } = parseArgs({ options: { role: { type: "string" }, port: { type: "string" } } });
    config = readAppConfig(process.env, values);
  } catch (error) {
    // Nothing is open yet: the process ends by itself.
    process.exitCode = reportFailure(error);
    return;
  }
  const log = openLog((line) => void process.stdout.write(`${line}\n`));
  endOnFailure(log);
  try {
    const { wireApp } = await import("./wire-app.ts");
    stopOnSignal(await wireApp(config, log, process.env), log);
  } catch (error) {
    process.exit(reportFailure(error));
  }
}

function stopOnSignal(app: RunningApp, log: Log): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    // A second one goes to the system's own handling: it ends the process.
    process.once(signal, () => {
      log.info("stopping", { signal });
      setTimeout(() => process.exit(0), GONE_MS).unref();
      app.stop(DRAIN_MS).then(
        () => process.exit(0),
        (error: unknown) => fail(error, log),
      );
    });
  }
}

/** A process in an unknown state must not go on writing; its jobs come back when their leases end. */
function endOnFailure(log: Log): void {
  process.on("uncaughtException", (error) => fail(error, log));
  // A log that nobody reads any more is no failure.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}

function fail(error: unknown, log: Log): never {
  const [name, message, stack] =
    error instanceof Error ? [error.name, error.message, error.stack] : ["unknown", String(error), ""];
  log.error("the process ends", { reason: `${name}: ${message}`, at: stack?.split("\n")[1]?.trim() });
  process.exit(1);
}

await main();
