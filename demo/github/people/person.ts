import type { Stage } from "../stage.ts";
import { createAccount } from "../world/create.ts";
import { accountByLogin } from "../world/find.ts";
import { checkDoings } from "./check-doings.ts";
import { codeDoings } from "./code-doings.ts";
import { conversationDoings } from "./conversation-doings.ts";
import { installationDoings } from "./installation-doings.ts";
import { openMe } from "./me.ts";
import { pullDoings } from "./pull-doings.ts";
import { repositoryDoings } from "./repository-doings.ts";
import { reviewDoings } from "./review-doings.ts";
import { sees } from "./sees.ts";
import type { Pull } from "../pulls/pull.ts";

export type Person = ReturnType<typeof openPerson>;

/**
 * Somebody who acts on GitHub's pages, with the webhooks that follow. Whoever has no account yet gets one.
 * Every doing throws a `Refusal` with GitHub's words when this person may not, or it can't be done.
 */
export function openPerson(stage: Stage, login: string) {
  const account = accountByLogin(stage.world, login) ?? createAccount(stage.world, login);
  const me = openMe(stage, account);
  return {
    account,
    login: account.login,
    /** What stands on a pull request's page now. */
    sees: (pull: Pull) => sees(me, pull),
    ...codeDoings(me),
    ...pullDoings(me),
    ...conversationDoings(me),
    ...reviewDoings(me),
    ...checkDoings(me),
    ...repositoryDoings(me),
    ...installationDoings(me),
  };
}
