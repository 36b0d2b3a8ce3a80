import type { Found } from "../finder.ts";
import { actionReferences } from "./action-references.ts";
import { environmentFiles, searchPaths, toolArguments } from "./environment-files.ts";
import { executedCheckouts } from "./executed-checkouts.ts";
import { allSecrets, writeAll } from "./rights.ts";
import { readWorkflow, type Workflow } from "./read-workflow.ts";
import { inputsInScripts, outsidersInScripts } from "./script-injection.ts";
import { ownRunners } from "./own-runners.ts";
import { statesOf, type StepState } from "./workflow-flow.ts";

/** A workflow with the state at each of its steps, found out once. */
export type WorkflowDocument = Workflow & { readonly states: readonly StepState[] };

const FINDERS: Readonly<Record<string, (workflow: WorkflowDocument) => Found[]>> = {
  "outsiders-in-scripts": outsidersInScripts,
  "inputs-in-scripts": inputsInScripts,
  "environment-files": environmentFiles,
  "search-paths": searchPaths,
  "tool-arguments": toolArguments,
  "executed-checkouts": executedCheckouts,
  "own-runners": ownRunners,
  "action-references": actionReferences,
  "write-all": writeAll,
  "all-secrets": allSecrets,
};

/** Undefined where the text is no workflow and no action. */
export function openWorkflow(text: string): ((finder: string) => Found[]) | undefined {
  const workflow = readWorkflow(text);
  if (!workflow) return undefined;
  let states: StepState[] | undefined;
  const document = {
    ...workflow,
    get states() {
      return (states ??= statesOf(workflow));
    },
  };
  return (finder) => FINDERS[finder]?.(document) ?? [];
}
