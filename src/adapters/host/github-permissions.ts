import type { RestEndpointMethodTypes } from "@octokit/rest";

export type Permissions = RestEndpointMethodTypes["apps"]["getInstallation"]["response"]["data"]["permissions"];

/** `list`: which repositories there are. `read`: to fetch code. `review`: what a review writes. `apply`: what GitHub asks for commits and for resolving threads. */
export type Rights = "list" | "read" | "review" | "apply";
export type Permission = "metadata" | "contents" | "pull_requests" | "checks";
type Access = "read" | "write";

const NEEDED: Record<Rights, Partial<Record<Permission, Access>>> = {
  list: { metadata: "read" },
  read: { metadata: "read", contents: "read" },
  review: { metadata: "read", contents: "read", pull_requests: "write", checks: "write" },
  apply: { metadata: "read", contents: "write", pull_requests: "write" },
};

/** What a use needs, as far as the installation has it: GitHub refuses a token that is asked for with more. */
export function narrowed(granted: Permissions, rights: Rights): Permissions {
  const needed = NEEDED[rights];
  const least = (name: Permission) => (granted[name] === "write" ? needed[name] : granted[name] && ("read" as const));
  return Object.fromEntries(
    (["metadata", "contents", "pull_requests", "checks"] as const).flatMap((name) => {
      const access = needed[name] === undefined ? undefined : least(name);
      return access === undefined ? [] : [[name, access]];
    }),
  );
}
