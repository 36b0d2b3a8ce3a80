import { includes } from "../rights/permissions.ts";
import type { Access } from "../rights/permissions.ts";
import type { GraphqlCall } from "./resolver.ts";

export type RefusalType =
  | "MISSING_PAGINATION_BOUNDARIES"
  | "EXCESSIVE_PAGINATION"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "UNPROCESSABLE"
  | "STALE_DATA"
  | "INSUFFICIENT_SCOPES";

/** What GitHub's GraphQL says to one who asks for what can't be: an error with a `type` beside its message, at status 200. */
export class GraphqlRefusal extends Error {
  override readonly name = "GraphqlRefusal";
  readonly type: RefusalType;

  constructor(type: RefusalType, message: string) {
    super(message);
    this.type = type;
  }
}

/** @throws GraphqlRefusal FORBIDDEN unless the installation holds the permission; people are asked for their role elsewhere */
export function needPermission({ actor }: GraphqlCall, name: string, access: Access): void {
  if (actor.kind === "user") return;
  if (
    actor.kind === "installation" &&
    includes(actor.token.permissions, name, access) &&
    includes(actor.installation.permissions, name, access)
  ) {
    return;
  }
  throw new GraphqlRefusal("FORBIDDEN", "Resource not accessible by integration");
}

/** GitHub's words for a global id that names nothing that the caller may see. */
export function noNode(id: string): GraphqlRefusal {
  return new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'`);
}
