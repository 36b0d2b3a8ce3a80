import type { RepositoryHost } from "../pull-request.ts";
import { readOutcome, wasReviewed, type CheckOutcome } from "./check-state.ts";

/** Older pull requests wait for their next push: GitHub's own record of what we may have missed reaches no further. */
const REACH_MS = 3 * 24 * 60 * 60 * 1000;
/** A review that is still "in progress" by then has no worker any more. */
const STUCK_MS = 15 * 60 * 1000;
/** What ends these brings its own event. */
const LEFT_ALONE: ReadonlySet<CheckOutcome | undefined> = new Set(["draft", "skipped", "paused"]);

/** Open pull requests whose head should have a review and has none, or one that hangs. */
export async function unreviewedPulls(
  repository: RepositoryHost,
  nowMs: number,
): Promise<{ number: number; stuck: boolean }[]> {
  const pulls = await repository.openPulls();
  const wanted: { number: number; stuck: boolean }[] = [];
  for (const { number, headSha, updatedAt } of pulls) {
    if (nowMs - Date.parse(updatedAt) > REACH_MS) continue;
    const run = await repository.checks.find(headSha);
    if (wasReviewed(run) || (run?.completed && LEFT_ALONE.has(readOutcome(run.externalId)))) continue;
    const running = run !== undefined && !run.completed;
    const stuck = running && nowMs - Date.parse(run.startedAt) > STUCK_MS;
    // One more job would abort the one that is at it.
    if (!running || stuck) wanted.push({ number, stuck });
  }
  return wanted;
}
