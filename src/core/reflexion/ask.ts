import type { z } from "zod";
import type { PromptName, PromptValues } from "../prompts.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { spoken } from "./spoken.ts";

/**
 * One question without history: a prompt file filled for this unit, one typed answer.
 *
 * @throws ModelError, BudgetError
 */
export async function askAfresh<N extends PromptName & ("introspect" | "compare"), T>(
  name: N,
  values: PromptValues<N>,
  schema: z.ZodType<T>,
  unitCase: UnitCase,
  deps: ReflexionDeps,
): Promise<T> {
  const { thinking, budget, signal } = deps;
  if (!thinking) throw new Error(`${name} needs a model`);
  const { system, user } = thinking.prompts.fill(name, values, unitCase.tag);
  return thinking.model.ask({
    purpose: name,
    // What a comparison says is read by checks first.
    system: name === "introspect" ? spoken(system, unitCase, deps) : system,
    turns: [{ role: "user", content: user }],
    schema,
    meter: budget,
    ...(signal ? { signal } : {}),
  });
}
