import { Refusal } from "../frame/refusal.ts";
import { renderInstallation } from "../render/app.ts";
import type { Account } from "../world/account.ts";
import type { App, Installation } from "../world/app.ts";
import { createInstallation } from "../world/create-app.ts";
import { accountById, fullName, roleOf, atLeast } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import { timestamp } from "../world.ts";
import type { Me } from "./me.ts";

/** What people do with Apps on their account, or on an organisation's; whose admins they are is not asked for there. */
export function installationDoings(me: Me) {
  const { stage, world, account } = me;

  const needs = (installation: Installation) => {
    const owner = accountById(world, installation.accountId);
    if (owner.kind !== "Organization" && owner.id !== account.id)
      throw new Refusal(403, "You do not have permission to do this.");
  };
  const tell = (installation: Installation, event: string, action: string, payload: Record<string, unknown>) =>
    stage.emit({
      event,
      action,
      sender: account,
      installationId: installation.id,
      onlyAppId: installation.appId,
      payload: { installation: renderInstallation(world, installation), ...payload },
    });
  const change = (installation: Installation, action: string) => {
    installation.updatedAt = timestamp(world);
    const repositories = covered(installation).map(brief);
    tell(installation, "installation", action, { repositories });
  };
  const brief = (repository: Repository) => ({
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullName(world, repository),
    private: repository.private,
  });
  const covered = ({ accountId, repositoryIds }: Installation) =>
    [...world.repositories.values()].filter(
      ({ id, ownerId }) => ownerId === accountId && (repositoryIds === "all" || repositoryIds.has(id)),
    );
  const changeRepositories = (installation: Installation, added: Repository[], removed: Repository[]) => {
    needs(installation);
    const ids = new Set(covered(installation).map(({ id }) => id));
    for (const { id } of added) ids.add(id);
    for (const { id } of removed) ids.delete(id);
    installation.repositoryIds = ids;
    installation.updatedAt = timestamp(world);
    tell(installation, "installation_repositories", added.length > 0 ? "added" : "removed", {
      repository_selection: "selected",
      repositories_added: added.map(brief),
      repositories_removed: removed.map(brief),
      requester: null,
    });
  };

  return {
    /** For all repositories or some; by default on one's own account. */
    installs(app: App, options: { on?: Account; repositories?: "all" | readonly Repository[] } = {}): Installation {
      const { on = account, repositories = "all" } = options;
      for (const repository of repositories === "all" ? [] : repositories)
        if (!atLeast(roleOf(repository, account), "admin") && on.kind !== "Organization")
          throw new Refusal(403, "You do not have permission to do this.");
      const installation = createInstallation(world, app, on, repositories);
      tell(installation, "installation", "created", {
        repositories: covered(installation).map(brief),
        requester: null,
      });
      return installation;
    },

    /** Its tokens are worth nothing from now on. */
    uninstalls(installation: Installation): void {
      needs(installation);
      change(installation, "deleted");
      world.installations.delete(installation.id);
    },

    suspends(installation: Installation): void {
      needs(installation);
      installation.suspendedAt = timestamp(world);
      installation.suspendedById = account.id;
      change(installation, "suspend");
    },

    unsuspends(installation: Installation): void {
      needs(installation);
      delete installation.suspendedAt;
      delete installation.suspendedById;
      change(installation, "unsuspend");
    },

    /** Agrees to what the App asks for now. */
    acceptsPermissions(installation: Installation): void {
      needs(installation);
      const app = world.apps.get(installation.appId);
      if (!app) throw new Refusal(404, "Not Found");
      installation.permissions = { ...app.permissions };
      installation.events = [...app.events];
      change(installation, "new_permissions_accepted");
    },

    addsToInstallation: (installation: Installation, ...repositories: Repository[]) =>
      changeRepositories(installation, repositories, []),

    removesFromInstallation: (installation: Installation, ...repositories: Repository[]) =>
      changeRepositories(installation, [], repositories),
  };
}
