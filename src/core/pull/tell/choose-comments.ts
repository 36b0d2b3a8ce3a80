import type { PlacedFindings } from "../../placement.ts";
import type { Policy } from "../../policy.ts";
import { severityRank } from "../../weakness.ts";
import type { ListedFinding } from "../../words.ts";

/** What is said in the diff, and what in a list only. */
export type Chosen = { inDiff: PlacedFindings[]; listed: ListedFinding[] };

/**
 * Worst first, everything that has a place in the diff gets a comment there; of medium and low findings only so many as the policy says,
 * so that what matters is not buried. High and critical ones have no limit.
 */
export function chooseComments(
  placed: readonly PlacedFindings[],
  { maxComments }: Pick<Policy, "maxComments">,
): Chosen {
  const worstFirst = placed.toSorted((one, other) => rankOf(other) - rankOf(one));
  const inDiff: PlacedFindings[] = [];
  const listed: ListedFinding[] = [];
  let polite = 0;
  for (const one of worstFirst) {
    const { findings, placement } = one;
    if (placement.kind === "outside") listed.push(...findings.map((finding) => ({ finding, why: placement.reason })));
    else if (isGrave(one) || polite++ < maxComments) inDiff.push(one);
    else {
      const why =
        maxComments === 0
          ? "the settings want no comments on medium and low findings"
          : `a review has at most ${maxComments} comments on medium and low findings`;
      listed.push(...findings.map((finding) => ({ finding, why, brief: true })));
    }
  }
  return { inDiff, listed };
}

function isGrave(one: PlacedFindings): boolean {
  return rankOf(one) >= severityRank("high");
}

/** A comment is as grave as the worst that it speaks of. */
function rankOf({ findings }: PlacedFindings): number {
  return Math.max(...findings.map(({ severity }) => severityRank(severity)));
}
