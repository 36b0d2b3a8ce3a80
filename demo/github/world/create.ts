import { join } from "node:path";
import { createBareRepository, forkBareRepository } from "../git/bare-repository.ts";
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

/** An empty repository: a bare git folder and its record. A fork has its parent's branches and shares its objects. */
export async function createRepository(world: World, options: RepositoryOptions): Promise<Repository> {
  const id = nextId(world);
  const now = timestamp(world);
  const { parent } = options;
  const defaultBranch = options.defaultBranch ?? parent?.defaultBranch ?? "main";
  const folder = join(world.folder, `${id}.git`);
  const git = await (parent ? forkBareRepository(parent.git, folder) : createBareRepository(folder, defaultBranch));
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
    git,
    ...(parent !== undefined && { parentId: parent.id }),
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
