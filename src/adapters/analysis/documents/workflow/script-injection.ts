import type { Found } from "../finder.ts";
import { expressionsIn, type Expression } from "./expressions.ts";
import { entriesOf, type Workflow } from "./read-workflow.ts";
import { environmentFix } from "./environment-fix.ts";
import type { WorkflowDocument } from "./workflow-finders.ts";
import type { StepState } from "./workflow-flow.ts";

/** Each repair is checked on the whole file, so a file with hundreds of places would cost minutes: its findings are advice. */
const REPAIRED_UP_TO_CHARACTERS = 60_000;

/** Expressions in scripts whose value an outsider writes: GitHub puts the value into the script before it runs. */
export function outsidersInScripts(workflow: WorkflowDocument): Found[] {
  return inScripts(workflow, (path, state) => state.isTainted(path));
}

/** The same with inputs of an action or of a called workflow: what is handed over there, nobody here knows. */
export function inputsInScripts(workflow: WorkflowDocument): Found[] {
  return inScripts(workflow, (path, state) => {
    const name = /^(?:inputs|github\.event\.inputs)\.([\w-]+)$/.exec(path)?.[1];
    return name !== undefined && isFreeText(workflow, name) && !state.isTainted(path);
  });
}

function isFreeText({ inputs, text }: Workflow, name: string): boolean {
  const type = entriesOf(inputs.get(name)?.value, text).get("type")?.text ?? "string";
  return type === "string";
}

function inScripts({ states, text }: WorkflowDocument, concerns: (path: string, state: StepState) => boolean): Found[] {
  return states.flatMap((state) =>
    state.step.scripts.flatMap((script) =>
      expressionsIn(text, script).flatMap((expression) => {
        const path = expression.paths.find((each) => concerns(each, state));
        return path === undefined ? [] : [foundAt(expression, path, script, state, text)];
      }),
    ),
  );
}

function foundAt(
  expression: Expression,
  path: string,
  script: StepState["step"]["scripts"][number],
  { step }: StepState,
  text: string,
): Found {
  const isRepairable = text.length <= REPAIRED_UP_TO_CHARACTERS;
  const edits = isRepairable ? environmentFix(expression, path, script, step, text) : undefined;
  return { start: expression.start, end: expression.end, sink: path, ...(edits && { edits }) };
}
