import type { RepositoryHost } from "../pull-request.ts";
import { openRedactor } from "../redaction.ts";
import type { PullDeps } from "./deps.ts";
import { ensureCheck } from "./review-pull-request.ts";
import { readSettings } from "./settings/settings.ts";
import { unreviewedPulls } from "./sweep.ts";
import { conclude } from "./tell/conclusion.ts";

const WHY = "the App's worker went away during the review; this commit is read when there is one again";

/**
 * Concludes checks that are in progress for longer than a review takes, for the time in which nobody is there to do the review: never as a
 * pass. Their heads count as not reviewed, so that the next worker reads them. @returns how many
 */
export async function closeHanging(
  repository: RepositoryHost,
  deps: Pick<PullDeps, "openWords" | "now" | "observe">,
): Promise<number> {
  const hanging = (await unreviewedPulls(repository, deps.now())).filter(({ stuck }) => stuck);
  for (const { number } of hanging) {
    const host = repository.pull(number);
    const pull = await host.read();
    const { policy } = await readSettings(pull, host);
    const required = await host.checks.isRequired(pull.base.ref);
    const conclusion = conclude({ open: [], complete: false, required }, policy);
    const words = deps.openWords(pull, openRedactor().scrub);
    await ensureCheck(
      pull,
      words,
      { state: "not-reviewed", why: WHY },
      { outcome: "failed", conclusion },
      { ...deps, host },
    );
  }
  return hanging.length;
}
