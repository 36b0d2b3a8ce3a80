import type { Account } from "./account.ts";
import type { Installation } from "./app.ts";
import type { Repository, Role } from "./repository.ts";
import type { World } from "../world.ts";

export function accountByLogin(world: World, login: string): Account | undefined {
  const wanted = login.toLowerCase();
  return world.accounts.values().find((account) => account.login.toLowerCase() === wanted);
}

/** @throws when the world has no such account: a record that names one was made by us */
export function accountById(world: World, id: number): Account {
  const account = world.accounts.get(id);
  if (account === undefined) throw new Error(`no account ${id}`);
  return account;
}

export function fullName(world: World, repository: Repository): string {
  return `${accountById(world, repository.ownerId).login}/${repository.name}`;
}

/** By `owner/name` of today, or by a name that it had before: then `moved` is true and GitHub redirects. */
export function repositoryByName(
  world: World,
  owner: string,
  name: string,
): { repository: Repository; moved: boolean } | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  const all = [...world.repositories.values()];
  const today = all.find((repository) => fullName(world, repository).toLowerCase() === wanted);
  if (today !== undefined) return { repository: today, moved: false };
  const before = all.find((repository) => repository.formerNames.includes(wanted));
  return before && { repository: before, moved: true };
}

const RANKS: readonly Role[] = ["read", "triage", "write", "maintain", "admin"];

/** What a person may do in a repository; everybody may read a public one. */
export function roleOf(repository: Repository, account: Account): Role | undefined {
  if (repository.ownerId === account.id) return "admin";
  return repository.collaborators.get(account.id) ?? (repository.private ? undefined : "read");
}

export function atLeast(role: Role | undefined, wanted: Role): boolean {
  return role !== undefined && RANKS.indexOf(role) >= RANKS.indexOf(wanted);
}

/** The installations that cover a repository, suspended ones among them. */
export function installationsOf(world: World, repository: Repository): Installation[] {
  return [...world.installations.values()].filter(
    ({ accountId, repositoryIds }) =>
      accountId === repository.ownerId && (repositoryIds === "all" || repositoryIds.has(repository.id)),
  );
}
