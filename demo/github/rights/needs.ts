import appPermissions from "@octokit/app-permissions";
import type { Method, Route } from "../route.ts";
import type { Access } from "./permissions.ts";

/** One permission at a level: `pull_requests: write`. */
export type Need = { name: string; access: Access };

/** Who may call an operation: an App as itself, an installation with any of some permissions, or anybody. */
export type Needs = { kind: "app" } | { kind: "any"; of: readonly Need[] } | { kind: "public" };

const read = (name: string): Need[] => [{ name, access: "read" }];
const write = (name: string): Need[] => [{ name, access: "write" }];

/**
 * Where the published table is silent (it is older than some operations) or says less than GitHub's reference pages do now.
 *
 * @see https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps
 */
const SUPPLEMENT: Readonly<Record<string, readonly Need[] | "app" | "public">> = {
  "GET /app": "app",
  "GET /app/hook/config": "app",
  "PATCH /app/hook/config": "app",
  "GET /app/hook/deliveries": "app",
  "GET /app/hook/deliveries/{}": "app",
  "POST /app/hook/deliveries/{}/attempts": "app",
  "GET /app/installations": "app",
  "GET /app/installations/{}": "app",
  "POST /app/installations/{}/access_tokens": "app",
  "GET /orgs/{}/installation": "app",
  "GET /users/{}/installation": "app",
  "GET /repos/{}/{}/installation": "app",
  "POST /app-manifests/{}/conversions": "public",
  "GET /apps/{}": "public",
  "GET /": "public",
  "GET /meta": "public",
  "GET /rate_limit": "public",
  "GET /users/{}": "public",
  "GET /installation/repositories": read("metadata"),
  "DELETE /installation/token": read("metadata"),
  "GET /repos/{}/{}/collaborators/{}/permission": read("metadata"),
  "GET /repos/{}/{}/rules/branches/{}": read("metadata"),
  "GET /repos/{}/{}/compare/{}": read("contents"),
  "PUT /repos/{}/{}/contents/{}": write("contents"),
  "GET /repos/{}/{}/commits/{}/pulls": read("pull_requests"),
  "POST /repos/{}/{}/pulls/{}/comments/{}/replies": write("pull_requests"),
  "GET /repos/{}/{}/check-runs/{}": read("checks"),
  "GET /repos/{}/{}/check-runs/{}/annotations": read("checks"),
  "GET /repos/{}/{}/check-suites/{}": read("checks"),
  "GET /repos/{}/{}/check-suites/{}/check-runs": read("checks"),
  "GET /repos/{}/{}/commits/{}/check-runs": read("checks"),
  "GET /repos/{}/{}/commits/{}/check-suites": read("checks"),
  "POST /repos/{}/{}/check-runs/{}/rerequest": write("checks"),
  "POST /repos/{}/{}/check-suites/{}/rerequest": write("checks"),
  "DELETE /repos/{}/{}/issues/comments/{}/reactions/{}": [...write("issues"), ...write("pull_requests")],
  "DELETE /repos/{}/{}/pulls/comments/{}/reactions/{}": write("pull_requests"),
};

const PUBLISHED = publishedTable();

/**
 * What a route asks of Apps: the route's own word, then our supplement, then GitHub's published table.
 *
 * @returns undefined when nobody knows: then Apps are refused
 */
export function needsOf(route: Pick<Route, "path" | "permissions"> & { method: Method }): Needs | undefined {
  if (route.permissions !== undefined) return { kind: "any", of: route.permissions };
  const key = `${route.method} ${route.path.replaceAll(/\{\w+\}/g, "{}")}`;
  const own = SUPPLEMENT[key];
  if (own === "app" || own === "public") return { kind: own };
  const of = own ?? PUBLISHED.get(key);
  return of && { kind: "any", of };
}

/** `METHOD /path/{}` to all permissions under which the table lists it: one of them is enough. */
function publishedTable(): Map<string, Need[]> {
  const table = new Map<string, Need[]>();
  for (const [name, operations] of Object.entries(appPermissions["api.github.com"].permissions)) {
    for (const access of ["read", "write"] as const) {
      for (const operation of operations[access] ?? []) {
        const key = operation.replaceAll(/\{\w+\}/g, "{}");
        table.set(key, [...(table.get(key) ?? []), { name, access }]);
      }
    }
  }
  return table;
}
