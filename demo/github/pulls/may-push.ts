import type { Account } from "../world/account.ts";
import { atLeast, roleOf } from "../world/find.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { repositoryOfPull, type Pull } from "./pull.ts";

function mayWrite(repository: Repository, account: Account): boolean {
  return atLeast(roleOf(repository, account), "write");
}

/** Whether somebody may push to a pull request's head: with write access there, or as a maintainer of the base where its author allows edits. */
export function mayPushToHead(world: World, pull: Pull, account: Account): boolean {
  const head = world.repositories.get(pull.head.repositoryId);
  if (!head) return false;
  if (mayWrite(head, account)) return true;
  return pull.maintainerCanModify && head.parentId !== undefined && mayWrite(repositoryOfPull(world, pull), account);
}
