import type { CheckRun } from "../checks/check-run.ts";
import type { CheckSuite } from "../checks/check-suite.ts";
import { emitRun, emitSuite } from "../checks/emit-check.ts";
import { repositoryById } from "../pulls/pull.ts";
import { Refusal } from "../frame/refusal.ts";
import type { Me } from "./me.ts";

/** What people do on the checks' page; it takes write access. */
export function checkDoings(me: Me) {
  const { stage, world, doer } = me;
  return {
    /** Clicks a button of a check; GitHub tells the App only its identifier. */
    clicks(run: CheckRun, identifier: string): void {
      me.need(repositoryById(world, run.repositoryId), "write");
      if (!run.actions.some((action) => action.identifier === identifier))
        throw new Refusal(422, `There is no button "${identifier}".`);
      emitRun(stage, doer, run, "requested_action", { requested_action: { identifier } });
    },

    /** "Re-run" of one check. */
    rerunsCheck(run: CheckRun): void {
      me.need(repositoryById(world, run.repositoryId), "write");
      emitRun(stage, doer, run, "rerequested");
    },

    /** "Re-run all checks". */
    async rerunsAllChecks(suite: CheckSuite): Promise<void> {
      me.need(repositoryById(world, suite.repositoryId), "write");
      await emitSuite(stage, doer, suite, "rerequested");
    },
  };
}
