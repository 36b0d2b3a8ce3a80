import { fullRepository } from "../render/repository.ts";
import { simpleUser } from "../render/account.ts";
import type { Route } from "../route.ts";
import { accountByLogin, roleOf } from "../world/find.ts";
import { repositoryOf } from "./call.ts";
import { notFound } from "./refusal.ts";

/** What there is whether or not anybody wrote code: this GitHub, accounts, repositories. */
export const metaRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/meta",
    handle: () => ({
      status: 200,
      body: { verifiable_password_authentication: true, hooks: ["127.0.0.0/8"], api: ["127.0.0.0/8"] },
    }),
  },
  {
    method: "GET",
    path: "/rate_limit",
    handle: ({ world }) => {
      const reset = Math.floor(world.clock.now().getTime() / 1000) + 3600;
      const rate = { limit: 5000, used: 0, remaining: 5000, reset };
      return { status: 200, body: { resources: { core: rate, search: rate, graphql: rate }, rate } };
    },
  },
  {
    method: "GET",
    path: "/users/{username}",
    handle: ({ world, params }) => {
      const account = accountByLogin(world, params["username"] ?? "");
      if (account === undefined) throw notFound();
      return {
        status: 200,
        body: {
          ...simpleUser(world, account),
          name: account.name,
          company: null,
          blog: "",
          location: null,
          email: null,
          hireable: null,
          bio: null,
          public_repos: 0,
          public_gists: 0,
          followers: 0,
          following: 0,
          created_at: account.createdAt,
          updated_at: account.createdAt,
        },
      };
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    handle: (call) => {
      const repository = repositoryOf(call);
      const { actor, world } = call;
      const role = actor.kind === "user" ? roleOf(repository, actor.account) : undefined;
      const permissions = role && {
        admin: role === "admin",
        maintain: role === "admin" || role === "maintain",
        push: role === "admin" || role === "maintain" || role === "write",
        triage: role !== "read",
        pull: true,
      };
      return { status: 200, body: { ...fullRepository(world, repository), ...(permissions && { permissions }) } };
    },
  },
];
