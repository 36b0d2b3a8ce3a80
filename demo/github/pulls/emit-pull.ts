import type { Doer, Stage } from "../stage.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";
import { fullPull } from "./render-pull.ts";

/** Sends a `pull_request` event with the pull request as it is now. */
export async function emitPull(
  stage: Stage,
  doer: Doer,
  pull: Pull,
  action: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  stage.emit({
    event: "pull_request",
    action,
    repository: repositoryOfPull(stage.world, pull),
    sender: doer.account,
    payload: { number: pull.number, pull_request: await fullPull(stage.world, pull), ...more },
  });
}
