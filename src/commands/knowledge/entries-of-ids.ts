import { UserError } from "../../core/errors.ts";
import type { Entry, KnowledgeStore, Scope } from "../../core/knowledge.ts";
import { visible } from "../../report/escape.ts";

/**
 * The entries that a person named, one for each id.
 *
 * @throws UserError for an id that no entry has, or that entries of several scopes have while no scope was said.
 */
export async function entriesOfIds(
  store: KnowledgeStore,
  ids: readonly string[],
  scope: Scope | undefined,
): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of store.list({ ids: [...ids], ...(scope === undefined ? {} : { scope }) })) found.push(entry);
  return [...new Set(ids)].map((id) => {
    const [entry, ...others] = found.filter((one) => one.id === id);
    if (!entry) throw new UserError(`there is no entry ${visible(id)} in ${store.place}`);
    if (others.length > 0)
      throw new UserError(`${visible(id)} stands in ${[entry, ...others].map((one) => one.scope).join(" and ")}: say --scope`);
    return entry;
  });
}
