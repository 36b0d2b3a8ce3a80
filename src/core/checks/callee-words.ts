import type { Allowed } from "./check-types.ts";
import { lastName } from "./region.ts";

/** Does the vocabulary name this callee, in full, by its last parts, or by its last name? */
export function namesCallee(allowed: Allowed, callee: string): boolean {
  const plain = callee.replaceAll("?.", ".").replace(/^new\s*/, "");
  const last = lastName(plain);
  return allowed.callees.some((word) => {
    const named = word.replace(/\(.*$/s, "");
    return named === plain || plain.endsWith(`.${named}`) || named === last;
  });
}
