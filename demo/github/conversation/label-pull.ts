import { emitPull } from "../pulls/emit-pull.ts";
import { repositoryOfPull, type Pull } from "../pulls/pull.ts";
import { renderLabel } from "../render/label.ts";
import type { Doer, Stage } from "../stage.ts";
import { nodeId } from "../world/node-id.ts";
import type { Label, Repository } from "../world/repository.ts";
import { nextId, timestamp, type World } from "../world.ts";

/** The label of a name, made on the way when there is none yet; letters' case doesn't matter. */
function ensureLabel(world: World, repository: Repository, name: string): Label {
  const there = labelByName(repository, name);
  if (there) return there;
  const id = nextId(world);
  const label: Label = { id, nodeId: nodeId("LA", id), name, color: "ededed", description: null };
  repository.labels.push(label);
  return label;
}

export function labelByName(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

export async function labelPull(stage: Stage, doer: Doer, pull: Pull, names: readonly string[]): Promise<void> {
  const repository = repositoryOfPull(stage.world, pull);
  for (const label of names.map((name) => ensureLabel(stage.world, repository, name))) {
    if (pull.labelIds.has(label.id)) continue;
    pull.labelIds.add(label.id);
    pull.updatedAt = timestamp(stage.world);
    await emitPull(stage, doer, pull, "labeled", { label: renderLabel(stage.world, repository, label) });
  }
}

export async function unlabelPull(stage: Stage, doer: Doer, pull: Pull, label: Label): Promise<void> {
  if (!pull.labelIds.delete(label.id)) return;
  const repository = repositoryOfPull(stage.world, pull);
  pull.updatedAt = timestamp(stage.world);
  await emitPull(stage, doer, pull, "unlabeled", { label: renderLabel(stage.world, repository, label) });
}
