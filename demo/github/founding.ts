import { createPersonalToken } from "./auth/create-token.ts";
import { writeCommit } from "./git/commit-files.ts";
import type { Files } from "./git/commit-files.ts";
import { setRef } from "./git/refs.ts";
import { settingsFor } from "./settings.ts";
import type { Stage } from "./stage.ts";
import type { Account } from "./world/account.ts";
import type { App, Installation } from "./world/app.ts";
import { createAccount, createRepository } from "./world/create.ts";
import type { RepositoryOptions } from "./world/create.ts";
import { createApp, createInstallation } from "./world/create-app.ts";
import type { AppOptions } from "./world/create-app.ts";
import { accountByLogin } from "./world/find.ts";
import type { Repository } from "./world/repository.ts";

/** What is there before a story begins. Nobody is told of it; what people do is told (`people/`). */
export type Founding = {
  /** The organisation of that name, made when there is none. */
  organization(login: string): Account;
  /** A repository of a person or an organisation (by login; a person is made when there is none), with a first commit of `files`. */
  createRepository(options: Omit<RepositoryOptions, "owner"> & { owner: string; files?: Files }): Promise<Repository>;
  /** An App with all that its operator holds: `env` are the settings that point the product at this GitHub. */
  createApp(options: Omit<AppOptions, "owner"> & { owner?: string }): RegisteredApp;
  /** A personal token of somebody, for requests to the API as that person. */
  tokenOf(login: string): string;
  /** Installs an App on an account, for all repositories or some. */
  install(app: App, login: string, repositories?: "all" | readonly Repository[]): Installation;
};

export type RegisteredApp = { app: App; privateKey: string; env: Record<string, string> };

export function openFounding({ world }: Stage): Founding {
  const owned = (login: string): Account => accountByLogin(world, login) ?? createAccount(world, login);
  return {
    organization: (login) => accountByLogin(world, login) ?? createAccount(world, login, "Organization"),
    createRepository: async ({ owner, files, ...options }) => {
      const account = owned(owner);
      const repository = await createRepository(world, { ...options, owner: account });
      if (files === undefined) return repository;
      const sha = await writeCommit(repository.git, {
        parents: [],
        files,
        message: "Initial commit",
        author: { name: account.name, email: account.email, date: world.clock.now() },
      });
      await setRef(repository.git, `refs/heads/${repository.defaultBranch}`, sha);
      return repository;
    },
    createApp: ({ owner = "operator", ...options }) => {
      const { app, privateKey } = createApp(world, { ...options, owner: owned(owner) });
      return { app, privateKey, env: settingsFor(world, app, privateKey) };
    },
    tokenOf: (login) => createPersonalToken(world, owned(login)).secret,
    install: (app, login, repositories) => createInstallation(world, app, owned(login), repositories),
  };
}
