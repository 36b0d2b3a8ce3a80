import { accountOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { forbidden, notFound } from "../frame/refusal.ts";
import { renderApp, renderInstallation } from "../render/app.ts";
import { repositoryObject } from "../render/repository.ts";
import type { Answer, Call, Route } from "../route.ts";
import type { Installation } from "../world/app.ts";
import { accountByLogin, installationsOf } from "../world/find.ts";
import { isCovered } from "../frame/resolve-repository.ts";
import { appOf, installationOf } from "./app-of.ts";
import { repositoriesOf } from "./create-token.ts";
import { createAccessToken } from "./create-access-token.ts";

/** An App about itself and its installations. */
export const appRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/app",
    handle: (call) => {
      const app = appOf(call);
      const count = [...call.world.installations.values()].filter(({ appId }) => appId === app.id).length;
      return { status: 200, body: { ...renderApp(call.world, app), installations_count: count } };
    },
  },
  {
    method: "GET",
    path: "/apps/{app_slug}",
    handle: (call) => {
      const app = [...call.world.apps.values()].find(({ slug }) => slug === call.params["app_slug"]);
      if (app === undefined) throw notFound();
      return { status: 200, body: renderApp(call.world, app) };
    },
  },
  {
    method: "GET",
    path: "/app/installations",
    handle: (call) => {
      const own = [...call.world.installations.values()].filter(({ appId }) => appId === appOf(call).id);
      return paged(call, own, (installation) => renderInstallation(call.world, installation));
    },
  },
  {
    method: "GET",
    path: "/app/installations/{installation_id}",
    handle: (call) => ({ status: 200, body: renderInstallation(call.world, installationOf(call)) }),
  },
  { method: "POST", path: "/app/installations/{installation_id}/access_tokens", handle: createAccessToken },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/installation",
    handle: (call) => own(call, installationsOf(call.world, repositoryOf(call))),
  },
  { method: "GET", path: "/orgs/{org}/installation", handle: (call) => ofAccount(call, call.params["org"]) },
  { method: "GET", path: "/users/{username}/installation", handle: (call) => ofAccount(call, call.params["username"]) },
  {
    method: "GET",
    path: "/installation/repositories",
    handle: (call) => {
      const { actor, world } = call;
      if (actor.kind !== "installation") throw forbidden();
      const reached = repositoriesOf(world, actor.installation).filter((one) => isCovered(world, actor, one));
      const selection = actor.installation.repositoryIds === "all" ? "all" : "selected";
      return paged(
        call,
        reached,
        (repository) => repositoryObject(world, repository),
        (repositories, total_count) => ({ total_count, repository_selection: selection, repositories }),
      );
    },
  },
  {
    method: "DELETE",
    path: "/installation/token",
    handle: (call) => {
      accountOf(call);
      if (call.actor.kind === "installation") call.actor.token.revoked = true;
      return { status: 204 };
    },
  },
];

function own(call: Call, installations: readonly Installation[]): Answer {
  const installation = installations.find(({ appId }) => appId === appOf(call).id);
  if (installation === undefined) throw notFound();
  return { status: 200, body: renderInstallation(call.world, installation) };
}

function ofAccount(call: Call, login = ""): Answer {
  const account = accountByLogin(call.world, login);
  return own(
    call,
    [...call.world.installations.values()].filter(({ accountId }) => accountId === account?.id),
  );
}
