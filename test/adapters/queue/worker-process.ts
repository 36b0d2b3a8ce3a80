/**
 * A worker in a process of its own, for tests that kill and stop it. Tells its parent what it does:
 * `running` and `ended` with the ticket's id, `wrote` or `refused` for each outside write, `dead` for each death that it was told of.
 *
 * The outside world is a folder with one file a ticket. As the App does on GitHub, a run looks whether its write is there already,
 * and asks for its lease right before it writes. A second write would be seen as a file of two letters.
 */
import { appendFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { LeaseLostError } from "../../../src/core/job-queue.ts";
import { openAt, type Place } from "./open-at.ts";

export type WorkerSettings = Place & { leaseMs: number; concurrency: number; outside: string };
export type Told = { what: "running" | "ended" | "wrote" | "refused" | "dead"; id: string };

const settings = JSON.parse(process.argv[2] ?? "") as WorkerSettings;
const tell = (what: Told["what"], id: string) => process.send?.({ what, id } satisfies Told);

const queue = await openAt(settings, settings.leaseMs);
const worker = queue.work({
  concurrency: settings.concurrency,
  run: async ({ id, payload, confirm }) => {
    tell("running", id);
    if (payload.text === "poison") process.kill(process.pid, "SIGKILL");
    await wait(payload.n);
    const file = join(settings.outside, id);
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) {
      try {
        await confirm();
      } catch (error) {
        if (error instanceof LeaseLostError) tell("refused", id);
        throw error;
      }
      appendFileSync(file, "x");
      tell("wrote", id);
    }
    tell("ended", id);
  },
  onDead: ({ id }) => void tell("dead", id),
});

process.on("SIGTERM", () => {
  void worker
    .drain(200)
    .then(async () => queue.close())
    .then(() => process.disconnect?.());
});

// A test that was stopped leaves no process behind.
process.on("disconnect", () => process.exit());
