import type { Doer, Stage } from "../stage.ts";
import type { App } from "../world/app.ts";
import { installationsOf } from "../world/find.ts";
import { nodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { nextId, timestamp, type World } from "../world.ts";
import type { CheckSuite } from "./check-suite.ts";
import { emitSuite } from "./emit-check.ts";

export type PushedHead = { repository: Repository; branch: string | null; before?: string | undefined; head: string };

/** A suite for every App that may write checks here, and word of it to that App. */
export async function startSuites(stage: Stage, doer: Doer, pushed: PushedHead): Promise<void> {
  for (const installation of installationsOf(stage.world, pushed.repository)) {
    const app = stage.world.apps.get(installation.appId);
    if (!app || installation.suspendedAt !== undefined || installation.permissions["checks"] !== "write") continue;
    const { suite, isNew } = ensureSuite(stage.world, app, pushed);
    if (isNew) await emitSuite(stage, doer, suite, "requested");
  }
}

/** The App's suite of a commit: there is one. */
export function ensureSuite(world: World, app: App, pushed: PushedHead): { suite: CheckSuite; isNew: boolean } {
  const there = [...world.checkSuites.values()].find(
    (suite) => suite.appId === app.id && suite.headSha === pushed.head && suite.repositoryId === pushed.repository.id,
  );
  if (there) return { suite: there, isNew: false };
  const id = nextId(world);
  const suite: CheckSuite = {
    id,
    nodeId: nodeId("CS", id),
    repositoryId: pushed.repository.id,
    appId: app.id,
    headSha: pushed.head,
    headBranch: pushed.branch,
    before: pushed.before ?? null,
    createdAt: timestamp(world),
    updatedAt: timestamp(world),
  };
  world.checkSuites.set(id, suite);
  return { suite, isNew: true };
}
