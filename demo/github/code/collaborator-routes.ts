import { repositoryOf } from "../frame/call.ts";
import { notFound } from "../frame/refusal.ts";
import { simpleUser } from "../render/account.ts";
import type { Answer, Call, Route } from "../route.ts";
import { accountByLogin, atLeast, roleOf } from "../world/find.ts";
import type { Role } from "../world/repository.ts";

/** What somebody may do in a repository; asked at the moment of a write. */
export const collaboratorRoutes: readonly Route[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/collaborators/{username}/permission", handle: permission },
];

/** GitHub's older words, which know four steps. */
const LEGACY: Record<Role, string> = {
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

function permission(call: Call): Answer {
  const account = accountByLogin(call.world, call.params["username"] ?? "");
  if (!account) throw notFound();
  const role = roleOf(repositoryOf(call), account);
  const role_name = role ?? "none";
  return {
    status: 200,
    body: {
      permission: role === undefined ? "none" : LEGACY[role],
      role_name,
      user: {
        ...simpleUser(call.world, account),
        permissions: {
          admin: atLeast(role, "admin"),
          maintain: atLeast(role, "maintain"),
          push: atLeast(role, "write"),
          triage: atLeast(role, "triage"),
          pull: atLeast(role, "read"),
        },
        role_name,
      },
    },
  };
}
