import type { Decision } from "../../decision.ts";
import type { Finding } from "../../finding.ts";
import { quoteDigest } from "../../quote-digest.ts";
import { isGrave } from "./lateness.ts";
import type { Lineage } from "./lineage.ts";
import { recognise } from "./recognise.ts";

export type DecisionsHere = {
  /** Of this pull request's own comments, and those that outlive theirs. */
  decisions: readonly Decision[];
  pull: number;
  lineage: Pick<Lineage, "now">;
  nowMs: number;
};

const MOST_SYMBOL_CHARACTERS = 300;

/**
 * Which decision holds of which finding. It holds for the very code that it was about, until its time is over; one decision silences one
 * finding, so that a second copy of the code is news. A grave finding has to stand in the function that it was decided in, too, and that has
 * to be the same: the same call elsewhere, or behind another check, may well be reached by others.
 */
export function holdDecisions(
  findings: readonly Finding[],
  { decisions, pull, lineage, nowMs }: DecisionsHere,
): Map<string, Decision> {
  const newest = new Map<string, Decision>();
  for (const decision of decisions.toSorted((one, other) => one.atMs - other.atMs))
    newest.set(`${decision.id} ${decision.about.quote}`, decision);
  const holding = [...newest.values()].filter(({ untilMs }) => nowMs < untilMs);
  const own = new Map(holding.filter((one) => one.pull === pull).map((one) => [one.id, one]));

  const held = new Map<string, Decision>();
  for (const finding of findings) {
    const decision = own.get(finding.id);
    if (decision?.about.quote === quoteDigest(finding.quote) && isPlaceKept(decision, finding))
      held.set(finding.id, decision);
  }
  const taken = new Set([...held.values()].map(({ id }) => id));
  const others = recognise(
    findings.filter(({ id }) => !held.has(id)),
    holding
      .filter(({ id }) => !taken.has(id))
      .map((decision) => ({ id: decision.id, about: decision.about, startLine: 1, decision })),
    { pathNow: lineage.now, sameCode: true },
  );
  for (const [finding, { decision }] of others) if (isPlaceKept(decision, finding)) held.set(finding.id, decision);
  return held;
}

function isPlaceKept({ about }: Decision, finding: Finding): boolean {
  if (!isGrave(finding)) return true;
  if (about.unit !== undefined && about.unit !== finding.unitDigest) return false;
  return about.symbol === finding.symbol.slice(0, MOST_SYMBOL_CHARACTERS);
}
