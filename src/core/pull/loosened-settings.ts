import type { Policy, PolicyKey } from "../policy.ts";
import { severityRank } from "../weakness.ts";

const AT_NEVER = 100;

/** Is less read, said or held by the second value? Keys that decide nothing of that are absent. */
const LOOSER: { [Key in PolicyKey]?: (before: Policy[Key], after: Policy[Key]) => boolean } = {
  include: (before, after) => after !== undefined && !hasAll(after, before),
  exclude: (before, after) => !hasAll(before, after),
  onlyAi: (before, after) => !before && after,
  minimumSeverity: (before, after) => severityRank(after) > severityRank(before),
  maxFiles: (before, after) => after < before,
  maxUnits: (before, after) => after < before,
  skipLabels: (before, after) => !hasAll(before, after),
  onlyLabels: (before, after) => after !== undefined && !hasAll(after, before),
  drafts: (before, after) => before && !after,
  blockAt: (before, after) => rankOf(after) > rankOf(before),
  whenNotReviewed: (before, after) => after === "neutral" && before !== "neutral",
};

/** Keys by which a change would have later ones judged more lightly than they are now. */
export function loosenedSettings(before: Policy, after: Policy): PolicyKey[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of LOOSER are keys of the policy
  return (Object.keys(LOOSER) as PolicyKey[]).filter((key) => isLooser(key, before, after));
}

function isLooser<Key extends PolicyKey>(key: Key, before: Policy, after: Policy): boolean {
  return LOOSER[key]?.(before[key], after[key]) ?? false;
}

/** Undefined, on the side of those that are asked for, is everything there is. */
function hasAll(all: readonly string[], wanted: readonly string[] | undefined): boolean {
  return wanted !== undefined && wanted.every((one) => all.includes(one));
}

function rankOf(severity: Policy["blockAt"]): number {
  return severity === "never" ? AT_NEVER : severityRank(severity);
}
