import type { Account } from "../world/account.ts";
import type { World } from "../world.ts";

/** Somebody. In GraphQL a bot's login has no `[bot]` at its end. */
export function actorNode(world: World, account: Account): Record<string, unknown> {
  const login = account.login.replace(/\[bot\]$/, "");
  const path = account.kind === "Bot" ? `/apps/${login}` : `/${login}`;
  return {
    __typename: account.kind,
    id: account.nodeId,
    databaseId: account.id,
    login,
    name: account.name,
    url: `${world.url}${path}`,
    resourcePath: path,
    avatarUrl: `${world.url}/avatars/u/${account.id}`,
  };
}
