const RELATIONS = ["has", "inside", "precedes", "follows"];
/** These belong to the relation that holds the rule object, not to the rule. */
const OF_THE_RELATION = new Set(["stopBy", "field"]);

/**
 * A rule object in which every `not` is asked after the relations beside it. ast-grep asks `not` first, and one that looks
 * through functions is then asked at every node of a kind instead of at the few that match: seconds for a bundled file.
 */
export function withNotLast<T>(rule: T): T;
export function withNotLast(rule: unknown): unknown {
  if (Array.isArray(rule)) return rule.map((part) => withNotLast(part));
  if (typeof rule !== "object" || rule === null) return rule;
  const parts = Object.entries(rule).map(([key, part]): [string, unknown] => [key, withNotLast(part)]);
  if (!("not" in rule) || !RELATIONS.some((relation) => relation in rule)) return Object.fromEntries(parts);
  const own = (key: string): boolean => !OF_THE_RELATION.has(key);
  const first = parts.filter(([key]) => own(key) && key !== "not");
  const last = parts.filter(([key]) => key === "not");
  return Object.fromEntries([
    ...parts.filter(([key]) => !own(key)),
    ["all", [Object.fromEntries(first), Object.fromEntries(last)]],
  ]);
}
