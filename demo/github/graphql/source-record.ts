import { readNodeId } from "../world/node-id.ts";
import type { World } from "../world.ts";
import { noNode } from "./graphql-refusal.ts";

/** The state behind a node: its id names a record of one of the world's maps. @throws GraphqlRefusal NOT_FOUND */
export function recordBehind<Item>(items: ReadonlyMap<number, Item>, prefix: string, source: unknown): Item {
  const id = typeof source === "string" ? source : idOf(source);
  const read = readNodeId(id);
  const item = read?.prefix === prefix ? items.get(read.id) : undefined;
  if (!item) throw noNode(id);
  return item;
}

export const pullBehind = (world: World, source: unknown) => recordBehind(world.pulls, "PR", source);
export const threadBehind = (world: World, source: unknown) => recordBehind(world.threads, "PRRT", source);

function idOf(source: unknown): string {
  return typeof source === "object" && source !== null && "id" in source ? String(source.id) : "";
}
