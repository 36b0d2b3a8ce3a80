import type { ActJob } from "../core/job.ts";
import type { RepositoryHost } from "../core/pull-request.ts";
import { ensureCheck } from "../core/pull/review-pull-request.ts";
import { openRedactor } from "../core/redaction.ts";
import type { JobDeps } from "./job-deps.ts";

/** A check that its worker could not conclude: superseded, or given up after too many failures. Never a pass. */
export async function closeUnfinished(
  { number, headSha, why }: Extract<ActJob["does"], { act: "unfinished" }>,
  repository: RepositoryHost,
  deps: JobDeps,
): Promise<string> {
  const host = repository.pull(number);
  const pull = await host.read();
  const sha = headSha ?? pull.head.sha;
  const run = await host.checks.find(sha);
  if (!run || run.completed || (why === "superseded" && sha === pull.head.sha)) return "nothing to do";
  const words = deps.openWords(pull, openRedactor().scrub);
  const says = {
    superseded: "a newer commit came before this one was read",
    failed: "the review failed several times and was given up; the operator's log says why",
  }[why];
  await ensureCheck(
    { head: { ...pull.head, sha } },
    words,
    { state: "not-reviewed", why: says },
    { outcome: why, conclusion: "neutral" },
    { ...deps, host },
  );
  return "closed a check";
}
