import type { Policy, PolicyKey } from "../../policy.ts";
import { severityRank } from "../../weakness.ts";

type IsLooser = (before: Policy, after: Policy) => boolean;

/** Of each key that decides how much is read, said or held: is it less by the second policy? */
const LOOSER: readonly [PolicyKey, IsLooser][] = [
  ["include", (before, after) => after.include !== undefined && !hasAll(after.include, before.include)],
  ["exclude", (before, after) => !hasAll(before.exclude, after.exclude)],
  ["onlyAi", (before, after) => !before.onlyAi && after.onlyAi],
  ["minimumSeverity", (before, after) => severityRank(after.minimumSeverity) > severityRank(before.minimumSeverity)],
  ["maxFiles", (before, after) => after.maxFiles < before.maxFiles],
  ["maxUnits", (before, after) => after.maxUnits < before.maxUnits],
  ["skipLabels", (before, after) => !hasAll(before.skipLabels, after.skipLabels)],
  ["onlyLabels", (before, after) => after.onlyLabels !== undefined && !hasAll(after.onlyLabels, before.onlyLabels)],
  ["drafts", (before, after) => before.drafts && !after.drafts],
  ["blockAt", (before, after) => rankOf(after.blockAt) > rankOf(before.blockAt)],
  [
    "whenNotReviewed",
    (before, after) => after.whenNotReviewed === "neutral" && before.whenNotReviewed !== after.whenNotReviewed,
  ],
];

/** Keys by which a change would have later ones judged more lightly than they are now. */
export function loosenedSettings(before: Policy, after: Policy): PolicyKey[] {
  return LOOSER.filter(([, isLooser]) => isLooser(before, after)).map(([key]) => key);
}

/** Where nothing is named that is wanted, everything is. */
function hasAll(all: readonly string[], wanted: readonly string[] | undefined): boolean {
  return wanted !== undefined && wanted.every((one) => all.includes(one));
}

function rankOf(severity: Policy["blockAt"]): number {
  return severity === "never" ? Infinity : severityRank(severity);
}
