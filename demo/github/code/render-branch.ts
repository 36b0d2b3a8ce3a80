import { rulesOf } from "../checks/required-checks.ts";
import { repositoryOf } from "../frame/call.ts";
import { Refusal } from "../frame/refusal.ts";
import { readCommit } from "../git/commits.ts";
import { branchSha } from "../git/refs.ts";
import { apiUrl, pageUrl } from "../render/urls.ts";
import type { Call } from "../route.ts";
import { fullName } from "../world/find.ts";
import type { BranchRule } from "../world/repository.ts";
import { renderCommit } from "./render-commit.ts";

export const branchOf = (call: Call) => call.params["branch"] ?? "";

/** Classic protection; rulesets are another list. */
export const protections = (call: Call, branch: string) =>
  rulesOf(repositoryOf(call), branch).filter((rule) => rule.kind === "protection");

export const requiredChecks = (rules: readonly BranchRule[]) => rules.flatMap((rule) => rule.requiredChecks);

/** @throws Refusal 404 where nothing protects the branch */
export function protectionsOrRefuse(call: Call): BranchRule[] {
  const rules = protections(call, branchOf(call));
  if (rules.length === 0) throw new Refusal(404, "Branch not protected");
  return rules;
}

export async function renderBranch(call: Call): Promise<Record<string, unknown>> {
  const { world } = call;
  const repository = repositoryOf(call);
  const name = branchOf(call);
  const sha = await branchSha(repository.git, name);
  const commit = sha === undefined ? undefined : await readCommit(repository.git, sha);
  if (!commit) throw new Refusal(404, "Branch not found");
  const rules = protections(call, name);
  const api = `${apiUrl(world, repository)}/branches/${name}`;
  const checks = requiredChecks(rules);
  return {
    name,
    commit: renderCommit(world, repository, commit),
    _links: { self: api, html: `${pageUrl(world, repository)}/tree/${name}` },
    protected: rules.length > 0,
    protection: {
      enabled: rules.length > 0,
      required_status_checks: {
        enforcement_level: checks.length > 0 ? "non_admins" : "off",
        contexts: checks.map(({ context }) => context),
        checks: checks.map(({ context, appId = null }) => ({ context, app_id: appId })),
      },
    },
    protection_url: `${api}/protection`,
  };
}

export function renderProtection(call: Call): Record<string, unknown> {
  const rules = protectionsOrRefuse(call);
  const url = `${apiUrl(call.world, repositoryOf(call))}/branches/${branchOf(call)}/protection`;
  const checks = requiredChecks(rules);
  const approvals = Math.max(...rules.map((rule) => rule.requiredApprovals ?? 0));
  return {
    url,
    ...(checks.length > 0 && {
      required_status_checks: {
        url: `${url}/required_status_checks`,
        strict: false,
        contexts: checks.map(({ context }) => context),
        contexts_url: `${url}/required_status_checks/contexts`,
        checks: checks.map(({ context, appId = null }) => ({ context, app_id: appId })),
      },
    }),
    ...(rules.some((rule) => rule.pullRequestRequired) && {
      required_pull_request_reviews: {
        url: `${url}/required_pull_request_reviews`,
        dismiss_stale_reviews: false,
        require_code_owner_reviews: false,
        required_approving_review_count: approvals,
      },
    }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
  };
}

export function renderRules(call: Call, rule: BranchRule): Record<string, unknown>[] {
  const repository = repositoryOf(call);
  const source = {
    ruleset_source_type: "Repository",
    ruleset_source: fullName(call.world, repository),
    ruleset_id: repository.rules.indexOf(rule) + 1,
  };
  const rules: Record<string, unknown>[] = [];
  if (rule.requiredChecks.length > 0)
    rules.push({
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: false,
        required_status_checks: rule.requiredChecks.map(({ context, appId }) => ({
          context,
          ...(appId !== undefined && { integration_id: appId }),
        })),
      },
      ...source,
    });
  if (rule.pullRequestRequired)
    rules.push({
      type: "pull_request",
      parameters: {
        dismiss_stale_reviews_on_push: false,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_approving_review_count: rule.requiredApprovals ?? 0,
        required_review_thread_resolution: false,
      },
      ...source,
    });
  return rules;
}
