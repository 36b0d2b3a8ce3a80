import { UserError } from "../../core/errors.ts";
import type { Hit, Scope } from "../../core/knowledge.ts";
import { Cwe } from "../../core/weakness.ts";
import { visible } from "../../report/escape.ts";
import type { KnowledgeCommand } from "./command.ts";

export type SearchOptions = { language?: string; weaknesses?: string[]; scopes?: Scope[]; limit?: number };

/** `knowledge search TEXT…`: what the store would hand to a review for this code or these words. */
export async function searchKnowledge(
  { store, write }: KnowledgeCommand,
  text: string,
  { language = "text", weaknesses = [], scopes = ["shared"], limit = 5 }: SearchOptions = {},
): Promise<Hit[]> {
  const hits = await store.search({
    task: "",
    code: text,
    language,
    weaknesses: weaknesses.map(weaknessOf),
    scopes,
    limit,
  });
  if (hits.length === 0) write(`nothing found in ${store.place}\n`);
  for (const { entry, score, sufficient } of hits) {
    const facts = [
      ...entry.weaknesses.slice(0, 3),
      ...entry.languages,
      entry.scope,
      ...(sufficient ? ["sufficient"] : []),
    ];
    write(`${score.toFixed(2)}  ${visible(entry.id)}  ${visible(entry.title)}  (${visible(facts.join(", "))})\n`);
  }
  return hits;
}

function weaknessOf(text: string): Cwe {
  const result = Cwe.safeParse(text);
  if (!result.success) throw new UserError("the weakness is not a CWE number such as CWE-89");
  return result.data;
}
