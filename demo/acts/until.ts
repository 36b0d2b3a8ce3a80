import { setTimeout as sleep } from "node:timers/promises";

const STEP_MS = 20;

/**
 * Waits until `look` gives something.
 *
 * @throws Error that names what did not happen within `limitMs`
 */
export async function until<Result>(
  what: string,
  look: () => Result | undefined | false,
  limitMs = 60_000,
): Promise<Result> {
  for (const end = performance.now() + limitMs; performance.now() < end; await sleep(STEP_MS)) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
  }
  throw new Error(`this did not happen within ${Math.round(limitMs / 1000)} seconds: ${what}`);
}
