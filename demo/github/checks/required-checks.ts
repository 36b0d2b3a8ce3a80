import type { BranchRule, Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { latestRunsOf, type CheckRun } from "./check-run.ts";

export function rulesOf(repository: Repository, branch: string): BranchRule[] {
  return repository.rules.filter((rule) => matches(rule.pattern, branch));
}

/** `*` stands for anything but a slash, `**` for anything, as in GitHub's fnmatch. */
function matches(pattern: string, branch: string): boolean {
  const source = pattern
    .split("**")
    .map((part) =>
      part
        .split("*")
        .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
        .join("[^/]*"),
    )
    .join(".*");
  return new RegExp(`^${source}$`).test(branch);
}

const SATISFIES = new Set(["success", "skipped", "neutral"]);

/** Names of required checks that a commit has not satisfied; success, skipped and neutral do. */
export function missingChecks(world: World, repository: Repository, branch: string, sha: string): string[] {
  const runs = latestRunsOf(world, repository, sha);
  const required = rulesOf(repository, branch).flatMap((rule) => rule.requiredChecks);
  return required
    .filter(({ context, appId }) => {
      const named = runs.filter((run) => run.name === context && (appId === undefined || run.appId === appId));
      return named.length === 0 || !named.every((run) => SATISFIES.has(run.conclusion ?? ""));
    })
    .map(({ context }) => context);
}

/** Completed runs that went wrong, required or not. */
export function failedChecks(world: World, repository: Repository, sha: string): CheckRun[] {
  return latestRunsOf(world, repository, sha).filter(
    (run) => run.status === "completed" && !SATISFIES.has(run.conclusion ?? ""),
  );
}
