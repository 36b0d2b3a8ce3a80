import { rulesOf } from "../checks/required-checks.ts";
import { repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { listRefs } from "../git/refs.ts";
import { apiUrl } from "../render/urls.ts";
import type { Route } from "../route.ts";
import {
  branchOf,
  protections,
  protectionsOrRefuse,
  renderBranch,
  renderProtection,
  renderRules,
  requiredChecks,
} from "./render-branch.ts";

const BRANCHES = "/repos/{owner}/{repo}/branches";
const BRANCH = `${BRANCHES}/{branch}`;

/** Branches and what they ask of those who change them. */
export const branchRoutes: readonly Route[] = [
  {
    method: "GET",
    path: BRANCHES,
    handle: async (call) => {
      const refs = await listRefs(repositoryOf(call).git, "refs/heads");
      const isProtected = call.query.get("protected");
      const shown = refs
        .map(({ name, sha }) => ({ name: name.slice("refs/heads/".length), sha }))
        .filter(({ name }) => isProtected === null || String(protections(call, name).length > 0) === isProtected);
      return paged(call, shown, ({ name, sha }) => ({
        name,
        commit: { sha, url: `${apiUrl(call.world, repositoryOf(call))}/commits/${sha}` },
        protected: protections(call, name).length > 0,
      }));
    },
  },
  { method: "GET", path: BRANCH, handle: async (call) => ({ status: 200, body: await renderBranch(call) }) },
  { method: "GET", path: `${BRANCH}/protection`, handle: (call) => ({ status: 200, body: renderProtection(call) }) },
  {
    method: "GET",
    path: `${BRANCH}/protection/required_status_checks/contexts`,
    handle: (call) => ({ status: 200, body: requiredChecks(protectionsOrRefuse(call)).map(({ context }) => context) }),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/rules/branches/{branch}",
    handle: (call) => {
      const rules = rulesOf(repositoryOf(call), branchOf(call)).filter((rule) => rule.kind === "ruleset");
      return paged(
        call,
        rules.flatMap((rule) => renderRules(call, rule)),
        (rule) => rule,
      );
    },
  },
];
