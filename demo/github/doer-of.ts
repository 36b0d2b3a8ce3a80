import { accountOf } from "./frame/call.ts";
import { Refusal } from "./frame/refusal.ts";
import type { Call } from "./route.ts";
import type { Doer } from "./stage.ts";
import type { Account } from "./world/account.ts";
import { atLeast, roleOf } from "./world/find.ts";
import type { Repository } from "./world/repository.ts";

/** Who a request acts as. */
export function doerOf(call: Call): Doer {
  const account = accountOf(call);
  return call.actor.kind === "installation" ? { account, app: call.actor.app } : { account };
}

/** Whose eyes a list is for: decides whether a pending review is seen. */
export function readerOf(call: Call): Account | undefined {
  return call.actor.kind === "user" || call.actor.kind === "installation" ? call.actor.account : undefined;
}

/** The body as its operation describes it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each caller names its operation's shape
export function bodyOf<Shape>(call: Call): Shape {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract has checked the shape
  return call.body as Shape;
}

/** Others' words: an App needs no more than its permission, a person write access. */
export function refuseUnlessMineOrWriter(call: Call, repository: Repository, authorId: number): void {
  if (call.actor.kind !== "user" || call.actor.account.id === authorId) return;
  if (!atLeast(roleOf(repository, call.actor.account), "write"))
    throw new Refusal(403, "Must have admin rights to Repository.");
}
