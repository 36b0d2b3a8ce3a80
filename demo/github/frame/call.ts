import { forbidden, notFound, Refusal } from "./refusal.ts";
import type { Call } from "../route.ts";
import type { Account } from "../world/account.ts";
import type { Repository } from "../world/repository.ts";

/** The repository of the path. */
export function repositoryOf(call: Call): Repository {
  if (call.repository === undefined) throw notFound();
  return call.repository;
}

/** Who acts: the person, or the App's bot. */
export function accountOf(call: Call): Account {
  const { actor } = call;
  if (actor.kind === "user" || actor.kind === "installation") return actor.account;
  throw actor.kind === "app" ? forbidden() : new Refusal(401, "Requires authentication");
}

/** A path parameter that is a number; anything else names nothing. */
export function numberOf(call: Call, name: string): number {
  const value = Number(call.params[name]);
  if (!Number.isSafeInteger(value) || value < 0) throw notFound();
  return value;
}
