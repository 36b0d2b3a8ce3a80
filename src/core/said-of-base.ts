import { AnalysisError } from "./analysis.ts";
import { BudgetError, ModelError } from "./errors.ts";
import type { Defect } from "./finding.ts";
import type { ReflexionDeps, UnitCase } from "./reflexion/case.ts";
import { introspect } from "./reflexion/introspect.ts";
import { isWithin } from "./removed-control.ts";
import { linesOf, textOfLines, type LineRange } from "./text.ts";
import { sameFamily } from "./weakness-family.ts";

/** Is this said of the base, too? Undefined where it could not be asked. */
export type SaidOfBase = (defect: Pick<Defect, "weakness" | "quote" | "sink">) => boolean | undefined;

/**
 * The same question about the unit as the base has it, with the same fresh eyes: what a model claims of untouched lines may have been there
 * before the change took something away beside them.
 */
export async function saidOfBase(unitCase: UnitCase, deps: ReflexionDeps): Promise<SaidOfBase> {
  const { base, path, language } = unitCase.file;
  if (base === undefined || !deps.thinking) return () => undefined;
  const lines = linesAtBase(unitCase);
  try {
    // What the change took away may hold secrets that the head does not.
    const { secrets = [] } = await deps.analysis.read({ path, language, text: base }, { secrets: true }, deps.signal);
    deps.redactor.hide(base, secrets, path);
    const version = { text: base, lines, code: textOfLines(base, lines) };
    const claims = await introspect(unitCase, version, "", deps);
    return (defect) => claims.some((claim) => sameFamily(claim.weakness, defect.weakness) && isSameCode(claim, defect));
  } catch (error) {
    if (!(error instanceof ModelError || error instanceof BudgetError || error instanceof AnalysisError)) throw error;
    unitCase.trace.push({ step: "introspect", detail: `the base was not examined: ${error.message}` });
    return () => undefined;
  }
}

/** The unit's lines before the change, with what was taken away at its edges. */
function linesAtBase({ unit, file }: UnitCase): LineRange {
  const grown = (hunks: typeof file.hunks): number =>
    hunks.reduce((sum, { base, head }) => sum + length(base) - length(head), 0);
  const own = file.hunks.filter((hunk) => isWithin(hunk, unit.lines));
  const above = file.hunks.filter((hunk) => !own.includes(hunk) && hunk.head.startLine < unit.lines.startLine);
  const startLine = Math.max(1, unit.lines.startLine + grown(above));
  const endLine = Math.min(linesOf(file.base ?? "").length, unit.lines.endLine + grown(above) + grown(own));
  return { startLine, endLine };
}

function length({ startLine, endLine }: LineRange): number {
  return endLine - startLine + 1;
}

function isSameCode(a: Pick<Defect, "quote" | "sink">, b: Pick<Defect, "quote" | "sink">): boolean {
  const [first, second] = [a.quote.replace(/\s+/g, " "), b.quote.replace(/\s+/g, " ")];
  return first.includes(second) || second.includes(first) || (a.sink !== "" && a.sink === b.sink);
}
