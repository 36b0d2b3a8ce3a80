import { LeaseLostError, MOST_ATTEMPTS, RetryLaterError } from "../../core/job-queue.ts";

/** What became of one run of a ticket, for every queue alike. */
export type Settlement =
  { kind: "done" } | { kind: "released" } | { kind: "parked"; delayMs: number } | { kind: "failed"; reason: string };

/** Why a ticket died whose last run did not end. */
export const KILLED = `its process died or stopped answering, and it had been tried ${MOST_ATTEMPTS} times`;

/** A ticket that ran at the end of so many processes is run alone from then on. Once is a deployment's or the machine's doing. */
export const SUSPECT_KILLS = 2;

/** Kept with a dead ticket and shown to people. */
const MOST_REASON_CHARACTERS = 500;

const MOST_PARKED_MS = 24 * 60 * 60 * 1000;

/** Runs the work and says what became of it; never throws. */
export async function settlementOf(work: () => Promise<void> | void, signal: AbortSignal): Promise<Settlement> {
  try {
    await work();
    return { kind: "done" };
  } catch (error) {
    // Whatever the work made of being stopped, it was not its own failure.
    if (signal.reason instanceof LeaseLostError && signal.reason.reason === "released") return { kind: "released" };
    if (error instanceof RetryLaterError) return { kind: "parked", delayMs: boundedDelayMs(error.delayMs) };
    return { kind: "failed", reason: reasonOf(error) };
  }
}

/** Whole, and at most a day: a server's idea of "later" must not park a ticket for ever. */
function boundedDelayMs(delayMs: number): number {
  return Number.isNaN(delayMs) ? 0 : Math.ceil(Math.min(Math.max(0, delayMs), MOST_PARKED_MS));
}

/** The error's kind and message: `reason` stands in the dead letters, so no stack and nothing long. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, MOST_REASON_CHARACTERS);
}
