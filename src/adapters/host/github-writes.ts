import { setTimeout as sleepFor } from "node:timers/promises";
import { crashpoint, type Effect } from "../../core/crashpoint.ts";
import type { Degraded } from "../../core/pull-request.ts";
import { graphqlErrors, isRequestFailure, isUncertain, statusOf } from "./github-status.ts";
import type { Pacer } from "./pacer.ts";
import { redactTokens } from "./redact-tokens.ts";

/** A fixed message and fields; never code, bodies or tokens. */
export type Log = (message: string, fields: Record<string, string | number>) => void;

/** One write. `readBack` finds what it made where its answer was lost; without it the write is one that may be repeated. */
export type Write<Made> = {
  effect: Effect;
  send: () => Promise<Made>;
  readBack?: () => Promise<Made | undefined>;
};

/** How this job writes to GitHub: asked of its lease first, paced, and never twice. */
export type Writes = {
  once<Made>(write: Write<Made>): Promise<Made>;
  /** The same; `forbidden` where a right is wanting, or what it is about was deleted. */
  orForbidden<Made>(write: Write<Made>): Promise<Made | Degraded>;
};

export type WritesOptions = {
  pacer: Pacer;
  /** Throws when this job may no longer act. */
  confirm: () => Promise<void>;
  sleep?: ((ms: number) => Promise<unknown>) | undefined;
  /** Waits before each look for what a lost answer may have made: GitHub's reads lag behind its writes. */
  readBackDelaysMs?: readonly number[] | undefined;
  log?: Log | undefined;
};

const MOST_SENDS = 3;

export function openWrites(options: WritesOptions): Writes {
  const { pacer, confirm, sleep = sleepFor, readBackDelaysMs = [500, 2500], log = () => {} } = options;

  async function found<Made>(readBack: () => Promise<Made | undefined>): Promise<Made | undefined> {
    for (const delayMs of readBackDelaysMs) {
      await sleep(delayMs);
      const made = await readBack();
      if (made !== undefined) return made;
    }
    return undefined;
  }

  async function once<Made>({ effect, send, readBack = async () => undefined }: Write<Made>): Promise<Made> {
    for (let sends = 1; ; sends++) {
      await pacer.write();
      // The last thing before the effect: a turn may take seconds.
      await confirm();
      crashpoint(`${effect}:before`);
      try {
        const made = await send();
        crashpoint(`${effect}:after`);
        return made;
      } catch (error) {
        if (!isUncertain(error)) throw error;
        log("a write to GitHub got no answer", { effect, status: statusOf(error) ?? 0, sends });
        const made = await found(readBack);
        if (made !== undefined) return made;
        if (sends === MOST_SENDS) throw error;
      }
    }
  }

  return {
    once,
    async orForbidden(write) {
      try {
        return await once(write);
      } catch (error) {
        const reason = forbiddenReason(error);
        if (reason === undefined) throw error;
        log("GitHub does not let us write this", { effect: write.effect, reason });
        return "forbidden";
      }
    },
  };
}

/** GitHub's words for a right that is wanting, or for what is gone; undefined for any other trouble. */
function forbiddenReason(error: unknown): string | undefined {
  if (isRequestFailure(error) && [403, 404, 410].includes(error.status)) return short(error.message);
  const refusal = graphqlErrors(error).find(({ type }) => type === "FORBIDDEN" || type === "NOT_FOUND");
  return refusal && short(refusal.message);
}

/** For writes of which only it matters whether they could be made. */
export async function made(write: Promise<unknown>): Promise<void | Degraded> {
  return (await write) === "forbidden" ? "forbidden" : undefined;
}

function short(words: string): string {
  return redactTokens(words).slice(0, 200);
}
