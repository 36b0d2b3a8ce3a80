import { UserError } from "../../core/errors.ts";
import type { Scope } from "../../core/knowledge.ts";
import type { KnowledgeCommand } from "./command.ts";

/**
 * `knowledge erase --scope SCOPE --yes`: everything of one scope, for good. Gives how many entries there were.
 *
 * @throws UserError without `yes`, with how many it would be.
 */
export async function eraseKnowledge(
  { store, write }: KnowledgeCommand,
  scope: Scope,
  { yes }: { yes: boolean },
): Promise<number> {
  if (!yes) {
    let count = 0;
    for await (const _ of store.list({ scope })) count++;
    throw new UserError(`this would erase ${count} ${count === 1 ? "entry" : "entries"} of ${scope} from ${store.place} for good: export them first, then say --yes`);
  }
  const erased = await store.remove({ scope });
  write(`${store.place}: ${erased} ${erased === 1 ? "entry" : "entries"} of ${scope} erased\n`);
  return erased;
}
