import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account.ts";
import { nodeId } from "./node-id.ts";
import type { Repository } from "./repository.ts";
import { nextId, timestamp } from "../world.ts";
import type { World } from "../world.ts";

export function createAccount(world: World, login: string, kind: Account["kind"] = "User"): Account {
  const id = nextId(world);
  const account: Account = {
    id,
    nodeId: nodeId({ User: "U", Organization: "O", Bot: "BOT" }[kind], id),
    login,
    kind,
    name: login.charAt(0).toUpperCase() + login.slice(1),
    email: `${id}+${login}@users.noreply.github.com`,
    createdAt: timestamp(world),
  };
  world.accounts.set(id, account);
  return account;
}

export type RepositoryOptions = {
  owner: Account;
  name: string;
  private?: boolean;
  defaultBranch?: string;
  description?: string;
  parent?: Repository;
};

/** An empty repository: a bare git folder and its record. A fork shares its parent's objects. */
export function createRepository(world: World, options: RepositoryOptions): Repository {
  const id = nextId(world);
  const now = timestamp(world);
  const defaultBranch = options.defaultBranch ?? options.parent?.defaultBranch ?? "main";
  const folder = join(world.folder, `${id}.git`);
  mkdirSync(folder, { recursive: true });
  const environment = { PATH: process.env["PATH"] ?? "", GIT_CONFIG_NOSYSTEM: "1", HOME: world.folder };
  execFileSync("git", ["init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`, folder], { env: environment });
  const repository: Repository = {
    id,
    nodeId: nodeId("R", id),
    ownerId: options.owner.id,
    name: options.name,
    description: options.description ?? null,
    private: options.private ?? false,
    defaultBranch,
    collaborators: new Map(),
    rules: [],
    labels: [],
    folder,
    ...(options.parent !== undefined && { parentId: options.parent.id }),
    formerNames: [],
    nextNumber: 1,
    archived: false,
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
  };
  world.repositories.set(id, repository);
  return repository;
}
