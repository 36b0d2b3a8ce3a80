import type { DocumentMeaning, Source } from "../../../core/analysis.ts";

/** What a workflow or a Dockerfile says, for comparing it before and after a repair. Undefined for anything else. */
export async function documentMeaningOf({ language, text }: Source): Promise<DocumentMeaning | undefined> {
  if (language === "dockerfile") return (await import("./dockerfile/dockerfile-meaning.ts")).dockerfileMeaning(text);
  if (language !== "yaml") return undefined;
  const { mayBeWorkflow } = await import("./workflow/may-be-workflow.ts");
  return mayBeWorkflow(text) ? (await import("./workflow/workflow-meaning.ts")).workflowMeaning(text) : undefined;
}
