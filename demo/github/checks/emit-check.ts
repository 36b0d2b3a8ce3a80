import { repositoryById } from "../pulls/pull.ts";
import type { Doer, Stage } from "../stage.ts";
import type { CheckRun } from "./check-run.ts";
import type { CheckSuite } from "./check-suite.ts";
import { runOfWebhook, suiteOfWebhook } from "./render-check.ts";

/** Suites that are asked for are told to their own App alone; completed ones to all that listen. */
export async function emitSuite(
  stage: Stage,
  doer: Doer,
  suite: CheckSuite,
  action: "requested" | "rerequested" | "completed",
): Promise<void> {
  const repository = repositoryById(stage.world, suite.repositoryId);
  const check_suite = await suiteOfWebhook(stage.world, suite, action);
  stage.emit({
    event: "check_suite",
    action,
    repository,
    sender: doer.account,
    payload: { check_suite },
    ...(action !== "completed" && { onlyAppId: suite.appId }),
  });
}

export function emitRun(
  stage: Stage,
  doer: Doer,
  run: CheckRun,
  action: "created" | "completed" | "rerequested" | "requested_action",
  more: Record<string, unknown> = {},
): void {
  stage.emit({
    event: "check_run",
    action,
    repository: repositoryById(stage.world, run.repositoryId),
    sender: doer.account,
    payload: { check_run: runOfWebhook(stage.world, run), ...more },
    ...((action === "rerequested" || action === "requested_action") && { onlyAppId: run.appId }),
  });
}
