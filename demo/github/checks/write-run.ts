import { Refusal } from "../frame/refusal.ts";
import { concludeQueue } from "../pulls/conclude-queue.ts";
import type { Doer, Stage } from "../stage.ts";
import { nodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { nextId, timestamp } from "../world.ts";
import type { Annotation, CheckAction, CheckRun, Conclusion, Status } from "./check-run.ts";
import { stateOfSuite } from "./check-suite.ts";
import { emitRun, emitSuite } from "./emit-check.ts";
import { ensureSuite } from "./start-suites.ts";

/** What a request may set, in the API's own names. */
export type RunFields = {
  name?: string;
  details_url?: string;
  external_id?: string;
  status?: Status;
  started_at?: string;
  conclusion?: Conclusion;
  completed_at?: string;
  output?: { title?: string; summary?: string; text?: string; annotations?: Annotation[] };
  actions?: CheckAction[];
};

/** @throws Refusal 403 to anybody but an App */
export async function createRun(
  stage: Stage,
  doer: Doer,
  repository: Repository,
  name: string,
  headSha: string,
  fields: RunFields,
): Promise<CheckRun> {
  const { world } = stage;
  if (!doer.app) throw new Refusal(403, "You must authenticate via a GitHub App.");
  const { suite } = ensureSuite(world, doer.app, { repository, branch: null, head: headSha });
  const id = nextId(world);
  const run: CheckRun = {
    id,
    nodeId: nodeId("CR", id),
    repositoryId: repository.id,
    appId: doer.app.id,
    suiteId: suite.id,
    name,
    headSha,
    externalId: "",
    detailsUrl: doer.app.externalUrl,
    status: "queued",
    conclusion: null,
    startedAt: timestamp(world),
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
    actions: [],
    createdAt: timestamp(world),
  };
  checkFields(fields);
  world.checkRuns.set(id, run);
  setFields(stage, run, fields);
  emitRun(stage, doer, run, "created");
  if (run.status === "completed") await completed(stage, doer, run);
  return run;
}

/** @throws Refusal 403 to another App than the one that made it */
export async function updateRun(stage: Stage, doer: Doer, run: CheckRun, fields: RunFields): Promise<void> {
  if (doer.app?.id !== run.appId)
    throw new Refusal(
      403,
      `Invalid app_id \`${doer.app?.id ?? 0}\` - check run can only be modified by the GitHub App that created it.`,
    );
  checkFields(fields);
  const wasCompleted = run.status === "completed";
  setFields(stage, run, fields);
  if (run.status === "completed" && !wasCompleted) await completed(stage, doer, run);
}

function setFields({ world }: Stage, run: CheckRun, fields: RunFields): void {
  if (fields.name !== undefined) run.name = fields.name;
  if (fields.details_url !== undefined) run.detailsUrl = fields.details_url;
  if (fields.external_id !== undefined) run.externalId = fields.external_id;
  if (fields.started_at !== undefined) run.startedAt = fields.started_at;
  if (fields.status !== undefined) run.status = fields.status;
  if (fields.conclusion !== undefined) {
    run.conclusion = fields.conclusion;
    run.status = "completed";
  }
  // A run that starts again has no conclusion until it ends again.
  if (run.status !== "completed") run.conclusion = null;
  run.completedAt = run.status === "completed" ? (fields.completed_at ?? run.completedAt ?? timestamp(world)) : null;
  const { output } = fields;
  if (output) {
    run.output = {
      title: output.title ?? run.output.title,
      summary: output.summary ?? run.output.summary,
      text: output.text ?? run.output.text,
    };
    // Each request adds to what came before, which is how more than 50 are sent.
    run.annotations.push(...(output.annotations ?? []));
  }
  if (fields.actions) run.actions = fields.actions;
}

async function completed(stage: Stage, doer: Doer, run: CheckRun): Promise<void> {
  emitRun(stage, doer, run, "completed");
  const suite = stage.world.checkSuites.get(run.suiteId);
  if (suite && stateOfSuite(stage.world, suite).status === "completed")
    await emitSuite(stage, doer, suite, "completed");
  await concludeQueue(stage, run);
}

function checkFields({ output, status, conclusion }: RunFields): void {
  if (status === "completed" && conclusion === undefined)
    throw new Refusal(422, "Invalid request.\n\nConclusion must be provided when the status is completed.");
  for (const { start_line, end_line, start_column, end_column } of output?.annotations ?? []) {
    const wrong =
      Number(start_line) > Number(end_line) ||
      (start_line !== end_line && (start_column !== undefined || end_column !== undefined));
    if (wrong)
      throw new Refusal(422, "Validation Failed", [
        { resource: "CheckAnnotation", field: "end_line", code: "invalid" },
      ]);
  }
}
