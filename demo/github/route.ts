import type { IncomingHttpHeaders } from "node:http";
import type { Access } from "./rights/permissions.ts";
import type { Account } from "./world/account.ts";
import type { App, Installation, InstallationToken, PersonalToken } from "./world/app.ts";
import type { Repository, Role } from "./world/repository.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";
import type { World } from "./world.ts";
import type { Emission } from "./webhooks/emission.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One REST operation. Its request and its answer are checked against GitHub's published contract by the frame. */
export type Route = {
  method: Method;
  /** As in the OpenAPI description: `/repos/{owner}/{repo}/pulls/{pull_number}`. */
  path: string;
  /**
   * What an App needs, any of these, where GitHub's table (`rights/`) is silent or differs;
   * by default the table decides, and a route that neither knows is refused to Apps.
   */
  permissions?: { name: string; access: Access }[];
  /** The least role of a person; by default `read` for GET and `write` for the rest. `nobody` is never asked more than to see. */
  role?: Role;
  handle(call: Call): Answer | Promise<Answer>;
};

/** Who asks: an App by its JWT, an installation by its token, a person by theirs, or nobody. */
export type Actor =
  | { kind: "app"; app: App }
  | { kind: "installation"; app: App; installation: Installation; token: InstallationToken; account: Account }
  | { kind: "user"; account: Account; token: PersonalToken }
  | { kind: "nobody" };

/** One request that passed authentication, visibility, rights and the contract. */
export type Call = {
  world: World;
  actor: Actor;
  route: Route;
  /** Decoded; `{pull_number}` is still text here: `numberOf(call, "pull_number")`. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The parsed JSON; `{}` when none was sent. The contract has checked its shape. */
  body: Record<string, unknown>;
  /** Set when the path names one; renames and `/repositories/{id}` are already followed. */
  repository?: Repository;
  ledger: Ledger;
  webhooks: Webhooks;
  /** Tells every App that listens. The frame adds `action`, `repository`, `sender`, `installation`. */
  emit: (emission: Emission) => void;
};

/** A body of `undefined` is none (204). A Buffer or a string goes out as it is, with the `content-type` of `headers`. */
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
