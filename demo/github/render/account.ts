import type { Account } from "../world/account.ts";
import type { World } from "../world.ts";

/** A `simple-user`, as it stands in nearly every answer and webhook. */
export function simpleUser(world: World, account: Account): Record<string, unknown> {
  const page = account.kind === "Bot" ? `/apps/${account.login.replace(/\[bot\]$/, "")}` : `/${account.login}`;
  const api = `${world.url}/api/v3/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    gravatar_id: "",
    url: api,
    html_url: `${world.url}${page}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.kind,
    site_admin: false,
    user_view_type: "public",
  };
}

/** `organization-simple-webhooks`: who owns the repository of an event, when that is an organisation. */
export function organizationOf(world: World, account: Account): Record<string, unknown> {
  const api = `${world.url}/api/v3/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${account.id}`,
    description: null,
  };
}
