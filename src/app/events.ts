import type { Probot } from "probot";
import type { Job } from "../core/job.ts";
import type { JobQueue } from "../core/job-queue.ts";
import type { OurApp } from "./events/event-reader.ts";
import type { Log } from "./log.ts";
import { EVENT_NAMES, readEvent } from "./read-event.ts";
import { ticketOf } from "./ticket.ts";

export type EventsTools = {
  app: OurApp;
  queue: Pick<JobQueue<Job>, "add">;
  log: Log;
  observe?: (event: string, outcome: "job" | "known" | "nothing" | "mismatch") => void;
};

/**
 * The App as Probot loads it: a handler takes the event apart, writes the job, and goes. When the handler resolves, the job is durable.
 *
 * @throws QueueError when the queue took nothing: the delivery must then count as failed.
 */
export function events({ app, queue, log, observe }: EventsTools): (probot: Pick<Probot, "on">) => void {
  return (probot) =>
    probot.on([...EVENT_NAMES], async ({ id, name, payload }) => {
      const jobs = readEvent(name, Object(payload), app);
      if (jobs === "mismatch") {
        log.warn("a delivery is not of the event that it claims", { event: name, delivery: id });
        return observe?.(name, "mismatch");
      }
      const added = await Promise.all(jobs.map((job) => queue.add(ticketOf(job, payload))));
      observe?.(name, jobs.length === 0 ? "nothing" : added.includes("added") ? "job" : "known");
    });
}
