/**
 * `npm start`, and one thing more: at each crashpoint that the file `CRASH_FILE` names, a line each, the process kills itself, once. Whoever
 * writes the file chooses; nothing is asked of the program.
 */
import { readFileSync, writeFileSync, writeSync } from "node:fs";
import { openLog } from "../../../src/app/log.ts";
import { readAppConfig } from "../../../src/app-config.ts";
import { installCrashpoints } from "../../../src/core/crashpoint.ts";
import { wireApp } from "../../../src/wire-app.ts";

const file = process.env["CRASH_FILE"] ?? "";
installCrashpoints((name) => {
  const wanted = readFileSync(file, "utf8").split("\n");
  if (!wanted.includes(name)) return;
  writeFileSync(file, wanted.filter((one) => one !== name).join("\n"));
  writeSync(1, `killed at ${name}\n`);
  process.kill(process.pid, "SIGKILL");
});

const log = openLog((line) => void process.stdout.write(`${line}\n`));
const app = await wireApp({ ...readAppConfig(process.env), queueTimes: { leaseMs: 1000 } }, log);
process.on("SIGTERM", () => void app.stop(2000).then(() => process.exit(0)));
