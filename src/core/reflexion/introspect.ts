import type { Defect } from "../finding.ts";
import { locateQuote } from "../quote.ts";
import { Cwe } from "../weakness.ts";
import { Introspection } from "./answers.ts";
import { askAfresh } from "./ask.ts";
import type { ReflexionDeps, UnitCase } from "./case.ts";
import { contextText, withoutSecrets } from "./task-text.ts";
import type { Version } from "./version.ts";

/** Below this the model itself doubts; its prompt asks to leave such claims out. */
const LEAST_CONFIDENCE = 0.5;

/**
 * Step 2 of the method: M(p_introspect ‖ x ‖ y). Always with fresh eyes: no history, no earlier verdict.
 * Claims whose quote is not in the code are dropped and counted in the trace.
 *
 * @throws ModelError, BudgetError: then the version was not examined, which never means secure.
 */
export async function introspect(
  unitCase: UnitCase,
  version: Version,
  hints: string,
  deps: ReflexionDeps,
): Promise<Defect[]> {
  const values = {
    language: unitCase.unit.language,
    context: contextText(unitCase.context, deps, version.imports),
    hints: hints || "nothing\n",
    code: withoutSecrets(version.code, unitCase, deps),
  };
  const answer = await askAfresh("introspect", values, Introspection, unitCase, deps);

  const defects = answer.defects
    .map((claim) => defectOf(claim, unitCase, version, deps, deps.thinking?.model.name ?? ""))
    .filter((defect) => defect !== undefined)
    .filter((defect) => defect.confidence >= LEAST_CONFIDENCE);
  const dropped = answer.defects.length - defects.length;
  unitCase.trace.push({
    step: "introspect",
    detail: `${defects.length === 0 ? "no defect" : defects.map((defect) => `${defect.weakness} at line ${defect.span.startLine}`).join(", ")}${dropped ? `; ${dropped} dropped: not in the code, or doubtful` : ""}`,
  });
  return defects;
}

function defectOf(
  claim: Introspection["defects"][number],
  unitCase: UnitCase,
  version: Version,
  deps: ReflexionDeps,
  model: string,
): Defect | undefined {
  const quote = deps.redactor.restore(claim.quote, unitCase.unit.path);
  const preferred = version.text === unitCase.file.head ? unitCase.unit.changedLines : [];
  const span = locateQuote(version.text, version.lines, quote, preferred);
  if (!span) return undefined;
  return {
    weakness: Cwe.parse(claim.weakness),
    severity: claim.severity,
    confidence: claim.confidence,
    title: oneLine(deps.redactor.scrub(claim.title)),
    reason: deps.redactor.scrub(claim.reason).trim(),
    span,
    quote: version.text.slice(span.start, span.end),
    sink: oneLine(claim.sink),
    claimedBy: [{ kind: "model", name: model }],
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
