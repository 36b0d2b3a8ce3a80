import { UserError } from "../core/errors.ts";
import type { Job } from "../core/job.ts";
import type { JobQueue } from "../core/job-queue.ts";
import type { KeptValue } from "../core/kept-value.ts";
import type { AppHost } from "../core/pull-request.ts";
import { events } from "./events.ts";
import { openFront, type Front, type FrontOptions } from "./front.ts";
import { openHangingChecks, type HangingChecksOptions } from "./hanging-checks.ts";
import { healthPages, type HealthOptions } from "./health.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { openPoll } from "./poll.ts";
import { openProbot } from "./open-probot.ts";
import { isHandled } from "./read-event.ts";
import { openSignsOfLife } from "./signs-of-life.ts";
import { openSweep } from "./sweep.ts";
import { openWorker, type JobHandlers } from "./worker.ts";

/** `front` takes deliveries, sweeps and polls; `worker` does the jobs. One process can be both. */
export type Role = "all" | "front" | "worker";

export type AppOptions = {
  role: Role;
  port: number;
  /** Undefined: every address of this machine. */
  address: string | undefined;
  webhookPath: string;
  /** One, or two while it is replaced. */
  webhookSecrets: readonly string[];
  appId: number;
  privateKey: string;
  apiUrl: string;
  /** Jobs at a time in this process. */
  concurrency: number;
  /** Undefined: GitHub posts deliveries. */
  pollMs: number | undefined;
  metricsFor: HealthOptions["metricsFor"];
};

export type AppTools = {
  queue: JobQueue<Job>;
  host: AppHost;
  /** Undefined in a process that does no jobs. */
  jobs: JobHandlers | undefined;
  /** The words for checks that no worker is there to conclude. */
  tell: HangingChecksOptions["tell"];
  /** What is asked before this process calls itself ready, beside the queue. */
  needs: HealthOptions["needs"];
  kept: (name: "polled" | "swept") => KeptValue;
  log: Log;
  metrics: Metrics;
  now: () => number;
};

export type RunningApp = {
  port: number;
  /** Takes nothing new, waits for what runs until `deadlineMs` from now, gives the rest back to the queue, and is gone. Safe to call twice. */
  stop: (deadlineMs: number) => Promise<void>;
};

/** Puts a process of the App together and starts it, the port last: whoever can reach it finds it at work. */
export async function openApp(options: AppOptions, tools: AppTools): Promise<RunningApp> {
  const { queue, host, log, metrics, now, kept } = tools;
  const { role, pollMs } = options;
  let draining = false;
  const { receive } = await openProbot({
    ...options,
    app: events({ app: { id: options.appId }, queue, log, observe: metrics.event }),
  });
  const takes = role !== "worker" && pollMs === undefined;
  const webhook: FrontOptions["webhook"] = takes
    ? { path: options.webhookPath, secrets: options.webhookSecrets, handles: isHandled, receive }
    : undefined;
  const front = openFront({
    webhook,
    pages: healthPages({
      needs: { queue: () => queue.counts(), ...tools.needs },
      metrics,
      metricsFor: options.metricsFor,
      isDraining: () => draining,
    }),
    log,
    observe: metrics.delivery,
  });
  const port = await listen(front, options);
  const worker =
    role === "front" || !tools.jobs ? undefined : openWorker(tools.jobs, { ...options, queue, log, metrics });
  const rounds =
    role === "worker"
      ? []
      : [
          openSweep({
            queue,
            host,
            log,
            now,
            sweptAt: takes ? kept("swept") : undefined,
            closeHanging: openHangingChecks({ queue, host, tell: tools.tell, log, now }),
          }),
          ...(pollMs === undefined
            ? []
            : [openPoll({ host, receive, cursor: kept("polled"), everyMs: pollMs, log, now })]),
        ];
  if (worker) rounds.push(openSignsOfLife(queue, log));
  log.info("started", { role, port, queue: queue.place, deliveries: deliveriesOf(role, pollMs) });

  let stopping: Promise<void> | undefined;
  async function stop(deadlineMs: number): Promise<void> {
    draining = true;
    front.drain();
    await Promise.all([...rounds.map((each) => each.stop(deadlineMs)), worker?.drain(deadlineMs)]);
    await queue.close();
    await front.close();
    log.info("stopped");
  }
  return { port, stop: (deadlineMs) => (stopping ??= stop(deadlineMs)) };
}

/** Workers of one machine have the same settings: those that find the port taken show their pages at another one. */
async function listen(front: Front, { role, port, address }: AppOptions): Promise<number> {
  try {
    return await front.listen(port, address);
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown";
    if (role === "worker" && code === "EADDRINUSE") return front.listen(0, address);
    throw new UserError(`PORT: ${port} can't be had (${code})`, { cause: error });
  }
}

function deliveriesOf(role: Role, pollMs: number | undefined): string {
  if (role === "worker") return "none here";
  return pollMs === undefined ? "posted by GitHub" : `polled every ${pollMs / 1000} s`;
}
