import { invalid } from "../frame/refusal.ts";
import { simpleUser } from "../render/account.ts";
import type { Account } from "../world/account.ts";
import { createAccount } from "../world/create.ts";
import { accountById, accountByLogin, fullName, repositoryByName } from "../world/find.ts";
import type { BranchRule, Repository, Role } from "../world/repository.ts";
import { timestamp } from "../world.ts";
import type { Me } from "./me.ts";

/** What a repository's admins do on its settings pages. */
export function repositoryDoings(me: Me) {
  const { stage, world, account } = me;
  const taken = (owner: Account, name: string, repository: Repository) => {
    const there = repositoryByName(world, owner.login, name);
    return there !== undefined && !there.moved && there.repository !== repository;
  };
  const leaveName = (repository: Repository) => {
    repository.formerNames.push(fullName(world, repository).toLowerCase());
    repository.updatedAt = timestamp(world);
  };

  return {
    /** The old name redirects from now on. */
    renames(repository: Repository, name: string): void {
      me.need(repository, "admin");
      if (taken(accountById(world, repository.ownerId), name, repository))
        throw invalid("Repository", "name", "custom", "name already exists on this account");
      const from = repository.name;
      leaveName(repository);
      repository.name = name;
      const changes = { repository: { name: { from } } };
      stage.emit({ event: "repository", action: "renamed", repository, sender: account, payload: { changes } });
    },

    /** To another person or organisation. Installations of the old owner reach it no more. */
    transfers(repository: Repository, login: string): void {
      me.need(repository, "admin");
      const to = accountByLogin(world, login) ?? createAccount(world, login);
      if (taken(to, repository.name, repository))
        throw invalid("Repository", "name", "custom", "name already exists on this account");
      const old = accountById(world, repository.ownerId);
      leaveName(repository);
      repository.ownerId = to.id;
      const from =
        old.kind === "Organization" ? { organization: simpleUser(world, old) } : { user: simpleUser(world, old) };
      const changes = { owner: { from } };
      stage.emit({ event: "repository", action: "transferred", repository, sender: account, payload: { changes } });
    },

    /** Gives somebody a role, or with `undefined` takes it away. */
    setsRole(repository: Repository, login: string, role: Role | undefined): void {
      me.need(repository, "admin");
      const whom = accountByLogin(world, login) ?? createAccount(world, login);
      if (role === undefined) repository.collaborators.delete(whom.id);
      else repository.collaborators.set(whom.id, role);
    },

    /** Puts a rule on branches; `pullRequestRequired` is off unless said. */
    protects(repository: Repository, rule: Partial<BranchRule> = {}): BranchRule {
      me.need(repository, "admin");
      const defaults = { pattern: repository.defaultBranch, requiredChecks: [], pullRequestRequired: false };
      const whole: BranchRule = { kind: "protection", ...defaults, ...rule };
      repository.rules.push(whole);
      return whole;
    },
  };
}
