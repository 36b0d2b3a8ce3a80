import type { Found } from "../finder.ts";
import type { WorkflowDocument } from "./workflow-finders.ts";
import { isPrivileged, type StepState } from "./workflow-flow.ts";

/** Actions that load files into the environment of later steps. */
const LOADERS =
  /^(?:aarcangeli\/load-dotenv|xom9ikk\/dotenv|falti\/dotenv-action|c-py\/action-dotenv-to-setenv|cardinalby\/export-env-action)$/;

/** Steps that write what an outsider chose into the environment of later steps, where a line more sets another variable. */
export function environmentFiles(workflow: WorkflowDocument): Found[] {
  return stepsThat(
    workflow,
    "GITHUB_ENV",
    ({ flow, hasForeignFiles, step }) =>
      flow.environment.size > 0 || (hasForeignFiles && LOADERS.test(step.uses?.action ?? "")),
  );
}

/** Steps that put what an outsider chose onto the search path of later steps. */
export function searchPaths(workflow: WorkflowDocument): Found[] {
  return stepsThat(workflow, "GITHUB_PATH", ({ flow }) => flow.path);
}

/** Steps that hand what an outsider chose to a tool that takes a program as its argument: sed, awk, perl. */
export function toolArguments(workflow: WorkflowDocument): Found[] {
  return stepsThat(workflow, "sed, awk, perl", ({ flow }) => flow.programs);
}

function stepsThat(workflow: WorkflowDocument, sink: string, holds: (state: StepState) => boolean): Found[] {
  if (!isPrivileged(workflow)) return [];
  return workflow.states.filter(holds).flatMap(({ step }) => {
    const [script] = step.scripts;
    const place = script ? { start: script.keyStart, end: script.end } : step.uses;
    return place ? [{ start: place.start, end: place.end, sink }] : [];
  });
}
