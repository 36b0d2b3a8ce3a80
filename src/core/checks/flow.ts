import type { Language } from "../language.ts";
import { targetsOf } from "./targets.ts";
import { isTextBuilder } from "./data/pure-callees.ts";
import { KEYWORDS } from "./data/keywords.ts";
import type { Statement } from "./statements.ts";
import { isDot, type Token } from "./tokens.ts";

/** A name with its properties, `req.query.id`; a method's name at its end is left off: `request.args.get(…)` is `request.args`. */
export type Chain = string;

export const rootOf = (chain: Chain): string => chain.split(".", 1)[0] ?? chain;

/** Values that occur in a stretch of code: variables with their properties, without callees that only pass values on. */
export function chainsIn(tokens: readonly Token[], language: Language): Chain[] {
  const chains: Chain[] = [];
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === "mark") depth += "([{".includes(token.text) ? 1 : ")]}".includes(token.text) ? -1 : 0;
    if (token.kind !== "name" || KEYWORDS.has(token.text) || isDot(tokens[index - 1])) continue;
    const after = tokens[index + 1]?.text;
    const before = tokens[index - 1]?.text;
    // A cast's type carries no value.
    if (token.text.endsWith("_t") && before === "(" && after === ")") continue;
    // A keyword argument's or an object key's name carries no value.
    if (after === "=" && language === "python" && depth > 0 && (before === "(" || before === ",")) continue;
    if (after === ":" && (before === "{" || before === ",") && language !== "python") continue;
    const parts = [token.text];
    while (isDot(tokens[index + 1]) && tokens[index + 2]?.kind === "name") {
      parts.push(tokens[index + 2]?.text ?? "");
      index += 2;
    }
    const isCallee = tokens[index + 1]?.text === "(" && tokens[index + 1]?.kind === "mark";
    if (isCallee && (parts.length === 1 || isTextBuilder(parts.join("."), language) === "function")) continue;
    chains.push((isCallee ? parts.slice(0, -1) : parts).join("."));
  }
  return [...new Set(chains)];
}

/** Everything that flows into some names: their own and all names on the way, and the statements that pass them on. */
export type Feeding = { leaves: Set<Chain>; names: Set<string>; statements: Set<Statement> };

/** @param steps how many assignments back to follow; all by default. */
export function feedingOf(
  chains: readonly Chain[],
  statements: readonly Statement[],
  language: Language,
  steps = Number.POSITIVE_INFINITY,
): Feeding {
  const feeding: Feeding = { leaves: new Set(), names: new Set(), statements: new Set() };
  const givers = new Map<string, Statement[]>();
  for (const statement of statements)
    for (const target of targetsOf(statement, language))
      givers.set(target.name, [...(givers.get(target.name) ?? []), statement]);

  let wave = [...chains];
  for (let step = 0; wave.length > 0; step += 1) {
    const next: Chain[] = [];
    for (const chain of wave) {
      const name = rootOf(chain);
      const sources = step < steps ? (givers.get(name) ?? []) : [];
      if (sources.length === 0) feeding.leaves.add(chain);
      if (feeding.names.has(name)) continue;
      feeding.names.add(name);
      for (const statement of sources) {
        feeding.statements.add(statement);
        next.push(...chainsIn(statement.tokens, language).filter((source) => rootOf(source) !== name));
      }
    }
    wave = next;
  }
  return feeding;
}
