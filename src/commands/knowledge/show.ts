import { UserError } from "../../core/errors.ts";
import type { Entry } from "../../core/knowledge.ts";
import { visible } from "../../report/escape.ts";
import type { KnowledgeCommand } from "./command.ts";

/**
 * `knowledge show ID`: the entry as a file, once for each scope that has it; `format` gives the file's text.
 *
 * @throws UserError when there is none.
 */
export async function showKnowledge(
  { store, write }: KnowledgeCommand,
  id: string,
  format: (entry: Entry) => string,
): Promise<void> {
  let shown = 0;
  for await (const entry of store.list({ ids: [id] })) {
    if (shown++ > 0) write("\n");
    write(format(entry).split("\n").map(visible).join("\n"));
  }
  if (shown === 0) throw new UserError(`there is no entry ${visible(id)} in ${store.place}`);
}
