import type { ReflexionDeps, UnitCase } from "./case.ts";

/**
 * The system part of a question whose answer people read, asking for the language of the settings. For English nothing is added: our
 * prompts are English, and recorded answers are found by their bytes.
 */
export function spoken(
  system: string,
  { tag }: Pick<UnitCase, "tag">,
  { thinking, policy }: Pick<ReflexionDeps, "thinking" | "policy">,
): string {
  const { language } = policy;
  if (!thinking || language === "English") return system;
  return `${system}\n\n${thinking.prompts.fill("language", { language }, tag).user}`;
}
