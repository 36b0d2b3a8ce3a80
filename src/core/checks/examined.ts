import type { Defect } from "../finding.ts";
import { BudgetError, ModelError } from "../errors.ts";
import { sameFamily } from "../weakness-family.ts";
import { failed, notRun, passed, type Look, type Verdict } from "./check-types.ts";
import { clipped } from "./multiset.ts";

/** A reason is of use to the next round only as a whole. */
const REASON_CHARACTERS = 600;

/** Fresh introspection, without history, claims neither the repaired weakness nor anything about code that came with the patch. */
export async function freshEyes(look: Look): Promise<Verdict> {
  const { examine, signal } = look.deps;
  if (!examine) return notRun("no model examined it");
  return orNotRun(async () => {
    const claims = await examine.introspect(signal);
    const folded = look.before.code.replace(/\s+/g, " ");
    const claim = claims.find(
      (each) =>
        look.input.defects.some((defect) => sameFamily(defect.weakness, each.weakness)) ||
        !folded.includes(each.quote.replace(/\s+/g, " ").trim()),
    );
    return claim
      ? failed(`fresh introspection finds ${claim.weakness}: ${clipped(claim.title, REASON_CHARACTERS)}`)
      : passed("fresh introspection agrees");
  });
}

/** Two comparisons, each blind to which is which, must both find the weakness gone. */
export async function agreeingLooks({ deps }: Look, defect: Defect): Promise<Verdict> {
  const { examine, signal } = deps;
  if (!examine)
    return notRun(`no analyser with a secure shape covers ${defect.weakness} here, and no model examined it`);
  return orNotRun(async () => {
    for (let round = 0; round < 2; round += 1) {
      const { repaired, reason } = await examine.compare(defect, signal);
      if (!repaired)
        return failed(`a comparison does not find ${defect.weakness} repaired: ${clipped(reason, REASON_CHARACTERS)}`);
    }
    return passed("no analyser covers this; examined by the model only, two comparisons agree");
  });
}

/** A model that can't answer has not objected, and has not agreed. */
async function orNotRun(ask: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BudgetError || (error instanceof ModelError && error.reason !== "aborted"))
      return notRun(`the model did not answer: ${error.message}`);
    throw error;
  }
}
