import { z } from "zod";
import type { Job } from "../core/job.ts";
import type { JobQueue } from "../core/job-queue.ts";
import type { KeptValue } from "../core/kept-value.ts";
import type { AppHost } from "../core/pull-request.ts";
import type { Log } from "./log.ts";
import { redeliver } from "./redeliver.ts";
import { openRounds, type Rounds } from "./rounds.ts";
import { ticketOf } from "./ticket.ts";

export type SweepOptions = {
  queue: Pick<JobQueue<Job>, "add">;
  host: Pick<AppHost, "installations" | "deliveries" | "redeliver">;
  log: Log;
  now: () => number;
  /** When failed deliveries were last looked through; undefined where they are not: an App that polls has only failed ones. */
  sweptAt: KeptValue | undefined;
  /** See `hanging-checks.ts`. */
  closeHanging?: () => Promise<void>;
};

/** GitHub keeps deliveries for about three days. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;
/** A delivery that fails shows up a little later, and what was asked for again may fail again. */
const OVERLAP_MS = 10 * 60 * 1000;
const EVERY_MS = 4 * 60 * 1000;
/** Costs a request a repository, of the 50 that GitHub grants an hour for each; a check whose worker is no more hangs no longer. */
const INSTALLATIONS_EVERY_MS = 15 * 60 * 1000;

/**
 * Finds what no delivery told us: at the start and every few minutes. GitHub never repeats a failed delivery by itself, delivers late, and
 * while we are down not at all.
 *
 * What can't be done now, the next round does; the two parts don't need each other.
 */
export function openSweep({ queue, host, log, now, sweptAt, closeHanging }: SweepOptions): Rounds {
  const startedAt = now();
  let lookedAt: number | undefined;

  async function redeliverFailed(kept: KeptValue): Promise<void> {
    const roundAt = now();
    const last = z.number().safeParse(await kept.read()).data ?? 0;
    const count = await redeliver(host, Math.max(last - OVERLAP_MS, roundAt - KEPT_MS));
    if (count > 0) log.info("failed deliveries asked for again", { count });
    await kept.write(roundAt);
  }

  async function lookThroughInstallations(): Promise<void> {
    const nowMs = now();
    if (lookedAt !== undefined && nowMs - lookedAt < INSTALLATIONS_EVERY_MS) return;
    // Several processes look in the same quarter of an hour: the first one's job is everybody's. A start is always another one.
    const origin = lookedAt === undefined ? startedAt : Math.floor(nowMs / INSTALLATIONS_EVERY_MS);
    for (const installation of await host.installations()) {
      await queue.add(ticketOf({ kind: "sweep", installation }, origin));
    }
    lookedAt = nowMs;
  }

  return openRounds({
    everyMs: EVERY_MS,
    log,
    steps: {
      "failed deliveries": sweptAt && (() => redeliverFailed(sweptAt)),
      "open pull requests": lookThroughInstallations,
      "checks in progress": closeHanging,
    },
  });
}
