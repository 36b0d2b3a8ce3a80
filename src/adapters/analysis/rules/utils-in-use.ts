import type { AstRule, Utils } from "./rule-schema.ts";

/**
 * The shared utilities that some rule objects refer to by `matches`, directly or through each other, and the rule's own.
 * ast-grep compiles every utility that it is handed at every call, so the others stay away.
 */
export function utilsInUse(rules: readonly unknown[], own: Utils, shared: Utils): Record<string, AstRule> {
  const used: Record<string, AstRule> = {};
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if (key === "matches" && typeof part === "string") use(part);
      else visit(part);
    }
  };
  const use = (name: string): void => {
    const rule = own[name] ?? shared[name];
    if (!rule || name in used) return;
    used[name] = rule;
    visit(rule);
  };
  rules.forEach(visit);
  return used;
}
