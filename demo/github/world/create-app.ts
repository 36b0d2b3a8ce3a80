import { createPublicKey, generateKeyPairSync, randomBytes } from "node:crypto";
import type { Permissions } from "../rights/permissions.ts";
import type { Account } from "./account.ts";
import type { App, Installation } from "./app.ts";
import { createAccount } from "./create.ts";
import { nodeId } from "./node-id.ts";
import type { Repository } from "./repository.ts";
import { nextId, timestamp } from "../world.ts";
import type { World } from "../world.ts";

export type AppOptions = {
  owner: Account;
  name: string;
  permissions: Permissions;
  events: string[];
  externalUrl?: string;
  /** Where deliveries go; none are made without one. */
  webhookUrl?: string;
  webhookSecret?: string;
};

/** PEM, by the order of an App among its GitHub's. Making one takes a quarter of a second, so GitHubs of one process share them. */
const privateKeys: string[] = [];

function privateKeyFor(index: number): string {
  const key =
    privateKeys[index] ??
    generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    }).privateKey;
  privateKeys[index] = key;
  return key;
}

/** Registers an App with its bot account. The private key is only handed out, never kept. */
export function createApp(world: World, options: AppOptions): { app: App; privateKey: string } {
  const id = nextId(world);
  const slug = options.name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("-");
  const privateKey = privateKeyFor(world.apps.size);
  const app: App = {
    id,
    nodeId: nodeId("A", id),
    slug,
    name: options.name,
    ownerId: options.owner.id,
    botId: createAccount(world, `${slug}[bot]`, "Bot").id,
    publicKey: createPublicKey(privateKey),
    clientId: `Iv23li${randomBytes(7).toString("hex")}`,
    clientSecret: randomBytes(20).toString("hex"),
    externalUrl: options.externalUrl ?? `${world.url}/apps/${slug}`,
    // Every App may read metadata; GitHub adds it by itself.
    permissions: { metadata: "read", ...options.permissions },
    events: options.events,
    webhook: {
      url: options.webhookUrl ?? "",
      secret: options.webhookSecret ?? randomBytes(20).toString("hex"),
      active: true,
    },
    createdAt: timestamp(world),
  };
  world.apps.set(id, app);
  return { app, privateKey };
}

/** Installs an App on an account with the rights that the App asks for now. It tells nobody; a person's `installs` does. */
export function createInstallation(
  world: World,
  app: App,
  account: Account,
  repositories: "all" | readonly Repository[] = "all",
): Installation {
  const now = timestamp(world);
  const installation: Installation = {
    id: nextId(world),
    appId: app.id,
    accountId: account.id,
    permissions: { ...app.permissions },
    events: [...app.events],
    repositoryIds: repositories === "all" ? "all" : new Set(repositories.map(({ id }) => id)),
    createdAt: now,
    updatedAt: now,
  };
  world.installations.set(installation.id, installation);
  return installation;
}
