import { z } from "zod";
import type { CheckRun } from "../pull-request.ts";

/** What our check run remembers for the next run, as its external id. Only our App can write it. */
const CheckState = z.object({
  version: z.literal(1),
  /** `reviewed`: everything that could be said of this head was said. Anything else is done again. */
  outcome: z.enum(["reviewing", "reviewed", "draft", "superseded", "failed"]),
});
export type CheckOutcome = z.infer<typeof CheckState>["outcome"];

export function writeCheckState(outcome: CheckOutcome): string {
  return JSON.stringify({ version: 1, outcome });
}

/** Was this head reviewed to its end? */
export function wasReviewed(run: CheckRun | undefined): boolean {
  return run?.completed === true && readOutcome(run.externalId) === "reviewed";
}

export function readOutcome(externalId: string): CheckOutcome | undefined {
  try {
    return CheckState.safeParse(JSON.parse(externalId)).data?.outcome;
  } catch {
    return undefined;
  }
}
