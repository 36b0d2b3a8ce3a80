import type { Scope, Status } from "../../core/knowledge.ts";
import { lintEntry } from "../../core/knowledge/entry-lint.ts";
import { UserError } from "../../core/errors.ts";
import { visible } from "../../report/escape.ts";
import type { KnowledgeCommand } from "./command.ts";
import { entriesOfIds } from "./entries-of-ids.ts";

/**
 * `knowledge approve` and `retire`: these entries count from now on, or no longer. All or none.
 *
 * @throws UserError for an unknown id, or an entry that may not be stored: one that is approved is looked at once more.
 */
export async function setStatus(
  { store, write }: KnowledgeCommand,
  ids: readonly string[],
  status: Exclude<Status, "proposed">,
  scope?: Scope,
): Promise<void> {
  const entries = await entriesOfIds(store, ids, scope);
  if (status === "active")
    for (const entry of entries) {
      const [refusal] = lintEntry(entry);
      if (refusal) throw new UserError(`${visible(entry.id)} can't be approved: ${refusal.key} ${refusal.reason}`);
    }
  const { updated } = await store.upsert(entries.map((entry) => ({ ...entry, status })));
  const word = status === "active" ? "active" : "retired";
  write(`${store.place}: ${updated} now ${word}, ${entries.length - updated} ${entries.length - updated === 1 ? "was" : "were"} so already\n`);
}
