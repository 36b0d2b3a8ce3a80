import { bootClockMs } from "../../../src/adapters/queue/boot-clock.ts";
import { openLog } from "../../../src/app/log.ts";
import { readAppConfig } from "../../../src/app-config.ts";
import { wireApp } from "../../../src/wire-app.ts";
import type { StartApp } from "./stage.ts";

export type OwnClock = {
  start: StartApp;
  /** The App's time goes on by this much at once. */
  pass: (milliseconds: number) => void;
};

/** Starts the App in this process with a clock that can be put forward: an hour of waiting takes no time. */
export function openOwnClock(): OwnClock {
  let aheadMs = 0;
  const clock = {
    now: () => Date.now() + aheadMs,
    bootMs: () => bootClockMs() + aheadMs,
    // What it waits for itself is seconds, and nothing else is due in them.
    sleep: async (milliseconds: number) => void (aheadMs += milliseconds),
  };
  return {
    pass: (milliseconds) => void (aheadMs += milliseconds),
    async start(settings, logged) {
      const running = await wireApp(
        { ...readAppConfig(settings), queueTimes: { retryMs: () => 200 }, clock },
        openLog((line) => logged.push(line)),
      );
      return { port: running.port, stop: () => running.stop(2000) };
    },
  };
}
