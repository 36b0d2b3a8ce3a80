import type { ReflexionDeps, UnitCase } from "./case.ts";
import { Comparison } from "./answers.ts";
import { askAfresh } from "./ask.ts";
import { contextText, withoutSecrets } from "./task-text.ts";
import { firstVersion, type Version } from "./version.ts";
import type { Cwe } from "../weakness.ts";

/** `repaired` = the old version has the weakness, the new one does not, and behaviour is kept with nothing dangerous brought in. */
export type Verdict = { repaired: boolean; reason: string };

/**
 * One look at the unit before and after, unlabelled: where no analyser covers a weakness, two such looks must agree.
 *
 * @throws ModelError, BudgetError
 */
export async function compare(
  unitCase: UnitCase,
  version: Version,
  weakness: Cwe,
  others: readonly Cwe[],
  oldFirst: boolean,
  deps: ReflexionDeps,
): Promise<Verdict> {
  const before = withoutSecrets(firstVersion(unitCase).code, unitCase, deps);
  const after = withoutSecrets(version.code, unitCase, deps);
  const values = {
    language: unitCase.unit.language,
    weakness,
    others: others.join(", ").slice(0, 80) || "none",
    context: contextText(unitCase.context, deps, version.imports),
    first: oldFirst ? before : after,
    second: oldFirst ? after : before,
  };
  const answer = await askAfresh("compare", values, Comparison, unitCase, deps);

  const [oldSide, newSide] = oldFirst ? (["first", "second"] as const) : (["second", "first"] as const);
  const verdict = verdictOf(
    answer,
    weakness,
    oldSide,
    newSide,
    deps.redactor.scrub(inPlainWords(answer.reason, oldFirst)),
  );
  unitCase.trace.push({ step: "compare", detail: `${weakness}: ${verdict.reason}` });
  return verdict;
}

/** Who repairs never saw the order: "the first" means nothing to them. */
function inPlainWords(reason: string, oldFirst: boolean): string {
  return reason
    .replace(/\b(the )?first( version)?\b/gi, oldFirst ? "the original" : "the repaired version")
    .replace(/\b(the )?second( version)?\b/gi, oldFirst ? "the repaired version" : "the original");
}

function verdictOf(
  answer: Comparison,
  weakness: Cwe,
  oldSide: "first" | "second",
  newSide: "first" | "second",
  reason: string,
): Verdict {
  if (!answer[oldSide].hasWeakness)
    return { repaired: false, reason: `an examination does not find ${weakness} in the original: ${reason}` };
  if (answer[newSide].hasWeakness)
    return { repaired: false, reason: `an examination still finds ${weakness}: ${reason}` };
  if (!answer.sameBehaviour)
    return { repaired: false, reason: `an examination finds that behaviour changed: ${reason}` };
  if (answer.newDanger === newSide) return { repaired: false, reason: `an examination finds a new danger: ${reason}` };
  return { repaired: true, reason };
}
