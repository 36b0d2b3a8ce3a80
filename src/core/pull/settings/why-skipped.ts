import type { Policy } from "../../policy.ts";

/** Why the labels of a pull request keep it from being reviewed; undefined when they don't. GitHub's labels know no case. */
export function whySkipped(
  labels: readonly string[],
  { skipLabels, onlyLabels }: Pick<Policy, "skipLabels" | "onlyLabels">,
): string | undefined {
  const has = new Set(labels.map((label) => label.toLowerCase()));
  const skipping = skipLabels.find((label) => has.has(label.toLowerCase()));
  if (skipping !== undefined)
    return `the settings leave out what has the label "${skipping}"; /reflexgen review reads it now`;
  if (onlyLabels && !onlyLabels.some((label) => has.has(label.toLowerCase())))
    return "it has none of the labels that the settings ask for; /reflexgen review reads it now";
  return undefined;
}
