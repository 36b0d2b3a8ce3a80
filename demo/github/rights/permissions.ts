/** What a permission allows. `write` includes `read`, `admin` includes both. */
export type Access = "read" | "write" | "admin";

/** Names as GitHub spells them: `{ contents: "read", pull_requests: "write" }`. */
export type Permissions = Record<string, Access>;

const RANKS: readonly Access[] = ["read", "write", "admin"];

export function includes(permissions: Permissions, name: string, access: Access): boolean {
  const had = permissions[name];
  return had !== undefined && RANKS.indexOf(had) >= RANKS.indexOf(access);
}
