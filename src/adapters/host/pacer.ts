import { setTimeout as sleepFor } from "node:timers/promises";
import { RetryLaterError } from "../../core/errors.ts";
import type { RateLimit } from "./rate-limit.ts";

/** GitHub takes 80 requests a minute and 500 an hour that create content; we leave some to others who act as this installation. */
const MOST_A_MINUTE = 70;
const MOST_AN_HOUR = 450;
/** Writes of one minute past which they stand a second apart, as GitHub asks of large numbers of them. */
const LARGE_BURST = 20;
const APART_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Longest that a worker is held; what must wait longer comes back by itself. */
const MOST_HELD_MS = 5000;
/** When GitHub says no time: a minute, then twice as long, up to this. */
const LONGEST_QUIET_MS = 15 * MINUTE_MS;

/** One a process and installation: when the next request may go out. */
export type Pacer = {
  /** Before any request. @throws RetryLaterError while GitHub asked for quiet. */
  request(): Promise<void>;
  /** Before a request that creates content: waits its turn. @throws RetryLaterError when that is long. */
  write(): Promise<void>;
  /** GitHub asked for quiet: nothing goes out until then. */
  quiet(limit: RateLimit): RetryLaterError;
  /** GitHub answered. */
  answered(): void;
};

export type PacerOptions = {
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
  sleep?: ((ms: number) => Promise<unknown>) | undefined;
};

export function openPacer({ now = Date.now, sleep = sleepFor }: PacerOptions = {}): Pacer {
  /** When writes of the last hour went out or will, oldest first. */
  let turns: number[] = [];
  let quietUntil = 0;
  /** Times that GitHub asked for quiet without saying how long, with no calm as long as that between them. */
  let unsaid = 0;
  let calmFrom = 0;

  async function hold(untilMs: number, reason: string): Promise<void> {
    const waitMs = untilMs - now();
    if (waitMs > MOST_HELD_MS) throw new RetryLaterError(waitMs, reason);
    if (waitMs > 0) await sleep(waitMs);
  }

  function nextTurn(): number {
    const ago = (count: number, spanMs: number) => (turns.at(-count) ?? -Infinity) + spanMs;
    const earliest = Math.max(now(), quietUntil, ago(1, 0), ago(MOST_A_MINUTE, MINUTE_MS), ago(MOST_AN_HOUR, HOUR_MS));
    return ago(LARGE_BURST, MINUTE_MS) > earliest ? Math.max(earliest, ago(1, APART_MS)) : earliest;
  }

  return {
    request: () => hold(quietUntil, "GitHub asked to wait"),

    async write() {
      turns = turns.filter((turn) => turn > now() - HOUR_MS);
      const turn = nextTurn();
      if (turn - now() <= MOST_HELD_MS) turns.push(turn);
      await hold(turn, "as much was written to GitHub as it takes in a while");
    },

    quiet({ kind, delayMs }) {
      if (delayMs === undefined) unsaid++;
      const waitMs = delayMs ?? Math.min(MINUTE_MS * 2 ** (unsaid - 1), LONGEST_QUIET_MS);
      quietUntil = Math.max(quietUntil, now() + waitMs);
      // A few answers between two refusals don't mean that all is well again.
      calmFrom = quietUntil + waitMs;
      return new RetryLaterError(
        quietUntil - now(),
        kind === "primary" ? "GitHub's limit of requests an hour is used up" : "GitHub asked to wait",
      );
    },

    answered() {
      if (now() >= calmFrom) unsaid = 0;
    },
  };
}
