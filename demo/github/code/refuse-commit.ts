import { rulesOf } from "../checks/required-checks.ts";
import { Refusal } from "../frame/refusal.ts";
import type { Actor } from "../route.ts";
import type { Repository } from "../world/repository.ts";

/** @throws Refusal when a branch takes changes by pull requests only, or an App touches workflows without the right to */
export function refuseCommit(
  actor: Actor,
  repository: Repository,
  branch: string,
  paths: readonly string[] = [],
): void {
  if (rulesOf(repository, branch).some((rule) => rule.pullRequestRequired))
    throw new Refusal(422, "Repository rule violations found\n\nChanges must be made through a pull request.\n\n");
  const workflow = paths.find((path) => path.startsWith(".github/workflows/"));
  if (workflow && actor.kind === "installation" && actor.token.permissions["workflows"] !== "write")
    throw new Refusal(
      403,
      `refusing to allow a GitHub App to create or update workflow \`${workflow}\` without \`workflows\` permission`,
    );
}
