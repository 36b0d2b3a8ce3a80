import { Refusal } from "../frame/refusal.ts";
import type { Doer, Stage } from "../stage.ts";
import type { Account } from "../world/account.ts";
import { atLeast, roleOf } from "../world/find.ts";
import type { Repository, Role } from "../world/repository.ts";
import type { World } from "../world.ts";

/** A person at a browser: their doings go through the same rooms as the API's. */
export type Me = {
  stage: Stage;
  world: World;
  account: Account;
  doer: Doer;
  /** @throws Refusal in GitHub's way: what one may not see is not there, what one may not do is forbidden */
  need: (repository: Repository, role: Role) => void;
};

export function openMe(stage: Stage, account: Account): Me {
  return {
    stage,
    world: stage.world,
    account,
    doer: { account },
    need(repository, role) {
      const mine = roleOf(repository, account);
      if (mine === undefined) throw new Refusal(404, "Not Found");
      if (!atLeast(mine, role)) throw new Refusal(403, "You do not have permission to do this.");
    },
  };
}

/** Browsers send the lines of a text field with CRLF, and GitHub keeps them so. */
export const asTyped = (text: string) => text.replaceAll(/\r?\n/g, "\r\n");
