import type { KeyObject } from "node:crypto";
import type { Permissions } from "../rights/permissions.ts";

/** A registered GitHub App. */
export type App = {
  id: number;
  nodeId: string;
  slug: string;
  name: string;
  ownerId: number;
  /** The account that the App's installations write as: `slug[bot]`. */
  botId: number;
  publicKey: KeyObject;
  clientId: string;
  clientSecret: string;
  externalUrl: string;
  permissions: Permissions;
  /** Events that it subscribes to; installation events are sent without being asked for. */
  events: string[];
  webhook: { url: string; secret: string; active: boolean };
  createdAt: string;
};

/** An App installed on an account, for all of its repositories or for some. */
export type Installation = {
  id: number;
  appId: number;
  accountId: number;
  /** What the account agreed to; it may lag behind what the App asks for now. */
  permissions: Permissions;
  events: string[];
  repositoryIds: "all" | Set<number>;
  suspendedAt?: string;
  suspendedById?: number;
  createdAt: string;
  updatedAt: string;
};

/** A bearer secret: an installation's (one hour, narrowed as asked) or a person's. */
export type Token = InstallationToken | PersonalToken;

export type InstallationToken = Secret & {
  expiresAt: Date;
  installationId: number;
  permissions: Permissions;
  repositoryIds: "all" | Set<number>;
};

export type PersonalToken = Secret & { accountId: number };

type Secret = { secret: string; createdAt: Date; revoked: boolean };

/** A manifest that a person submitted; its code buys the App's secrets once, within an hour. */
export type ManifestCode = { code: string; manifest: unknown; ownerId: number; createdAt: Date };
