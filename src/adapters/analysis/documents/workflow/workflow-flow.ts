import { expressionsIn, pathsIn } from "./expressions.ts";
import {
  ARTIFACT_ACTIONS,
  isBranchName,
  isOutsidersWord,
  isSourceOutput,
  passesOn,
  PRIVILEGED_EVENTS,
  readsFiles,
} from "./outsiders-words.ts";
import type { Job, Place, Step, Workflow } from "./read-workflow.ts";
import { shellFlow, type ShellFlow } from "./shell-flow.ts";

/** What is known at one step of a job: outputs and variables that hold outsiders' words. */
export type StepState = {
  job: Job;
  step: Step;
  /** Does this context's path hold an outsider's word here? */
  isTainted(path: string): boolean;
  hasForeignFiles: boolean;
  flow: ShellFlow;
};

/** Names by which a step gives outsiders' words on; `*` is any name. */
type Names = Pick<ReadonlySet<string>, "has">;
type Outputs = ReadonlyMap<string, Names>;

const NOTHING: Names = new Set();

/** Every step of a workflow in order, with what outsiders' words have come to by then. Jobs that are needed come first, wherever they stand. */
export function statesOf(workflow: Workflow): StepState[] {
  const ofJobs = new Map<string, Names>();
  const states: StepState[] = [];
  for (const job of inOrder(workflow.jobs)) {
    const { outputs, seen } = walkJob(workflow, job, ofJobs);
    states.push(...seen);
    ofJobs.set(job.name, outputs);
  }
  return states;
}

function inOrder(jobs: readonly Job[]): Job[] {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const ordered = new Set<Job>();
  const visit = (job: Job, depth: number): void => {
    if (ordered.has(job) || depth > 20) return;
    for (const name of (job.entries.get("needs")?.text ?? "").match(/[\w-]+/g) ?? []) {
      const needed = byName.get(name);
      if (needed && needed !== job) visit(needed, depth + 1);
    }
    ordered.add(job);
  };
  for (const job of jobs) visit(job, 0);
  return [...ordered];
}

function walkJob(workflow: Workflow, job: Job, needs: Outputs): { outputs: Names; seen: StepState[] } {
  const ofSteps = new Map<string, Names>();
  const written = new Set<string>();
  const seen: StepState[] = [];
  let hasForeignFiles = false;
  const taintedIn = (step: Step | undefined, linesOnly = false) => {
    const isTainted = (path: string, depth = 0): boolean => {
      const [context = "", name = "", kind = "", output = ""] = path.split(".");
      if (context === "github") return isOutsidersWord(path) && !(linesOnly && isBranchName(path));
      if (context === "steps") return kind === "outputs" && has(ofSteps.get(name), output);
      if (context === "needs") return kind === "outputs" && has(needs.get(name), output);
      if (context !== "env" || depth > 4) return false;
      return written.has(name) || written.has("*") || isVariable(name, depth);
    };
    const isVariable = (name: string, depth: number): boolean => {
      const entry = [step?.env, job.env, workflow.env].find((env) => env?.has(name))?.get(name);
      return entry !== undefined && pathsOf(workflow.text, entry).some((path) => isTainted(path, depth + 1));
    };
    return {
      isTainted: (path: string) => isTainted(path),
      isVariable: (name: string) => written.has(name) || isVariable(name, 0),
    };
  };

  for (const step of job.steps) {
    const { isTainted, isVariable } = taintedIn(step);
    const flow = flowOf(workflow, step, isTainted, isVariable, hasForeignFiles);
    const strict = taintedIn(step, true);
    const lines = flowOf(workflow, step, strict.isTainted, strict.isVariable, hasForeignFiles, true);
    seen.push({ job, step, isTainted, hasForeignFiles, flow: { ...flow, environment: lines.environment } });
    for (const name of flow.environment) written.add(name);
    if (step.id !== undefined) ofSteps.set(step.id, outputsOf(workflow, step, flow, isTainted, hasForeignFiles));
    hasForeignFiles ||= bringsForeignFiles(workflow, step, job);
  }
  const { isTainted } = taintedIn(undefined);
  const outputs = new Set<string>();
  for (const [name, entry] of job.outputs) if (pathsOf(workflow.text, entry).some(isTainted)) outputs.add(name);
  return { outputs, seen };
}

function flowOf(
  { text }: Workflow,
  step: Step,
  isTainted: (path: string) => boolean,
  isTaintedVariable: (name: string) => boolean,
  hasForeignFiles: boolean,
  linesOnly = false,
): ShellFlow {
  const script = step.scripts.find(({ language }) => language === "shell");
  const holdsTaintedExpression = (line: string): boolean =>
    expressionsIn(line, { start: 0, end: line.length }).some(({ paths }) => paths.some(isTainted));
  return shellFlow(script ? text.slice(script.start, script.end) : "", {
    isTaintedVariable,
    holdsTaintedExpression,
    hasForeignFiles,
    linesOnly,
  });
}

/** In a script for Node: what an outsider wrote, as the event's object holds it. */
const PAYLOAD =
  /context\.payload\.(?:issue|pull_request|comment|review|discussion)\.(?:title|body|head\.ref|head\.label)|context\.payload\.(?:comment|issue)\b(?!\.(?:number|id|user|html_url|url))|\.(?:data|pull_request)\.head\.ref\b|\.data\.(?:title|body)\b|listFiles\b/;

function outputsOf(
  workflow: Workflow,
  step: Step,
  flow: ShellFlow,
  isTainted: (path: string) => boolean,
  hasForeignFiles: boolean,
): Names {
  const { uses } = step;
  if (!uses) return flow.outputs;
  const script = step.scripts.find(({ language }) => language === "javascript");
  if (script) return scriptOutputs(workflow.text.slice(script.start, script.end), step, isTainted, hasForeignFiles);
  const given = [...step.with.values(), ...step.env.values()].flatMap((entry) => pathsOf(workflow.text, entry));
  if (passesOn(uses.action) && given.some(isTainted)) return ANY;
  if (hasForeignFiles && readsFiles(uses.action)) return ANY;
  return { has: (name) => isSourceOutput(step, name) };
}

const ANY: Names = new Set(["*"]);

function scriptOutputs(
  script: string,
  step: Step,
  isTainted: (path: string) => boolean,
  hasForeignFiles: boolean,
): Names {
  const dirty =
    PAYLOAD.test(script) ||
    (hasForeignFiles && /readFile/.test(script)) ||
    expressionsIn(script, { start: 0, end: script.length }).some(({ paths }) => paths.some(isTainted)) ||
    [...step.env].some(([name, entry]) => script.includes(`env.${name}`) && pathsIn(entry.text).some(isTainted));
  if (!dirty) return NOTHING;
  const named = [...script.matchAll(/setOutput\(\s*["'`]([\w-]+)/g)].map(([, name = ""]) => name);
  return new Set([...named, ...(/\breturn\b/.test(script) ? ["result"] : [])]);
}

function has(names: Names | undefined, name: string): boolean {
  return names !== undefined && (names.has("*") || names.has(name));
}

/** The head of a pull request checked out, or another run's artifact, in a workflow that strangers can start and that has rights. */
function bringsForeignFiles(workflow: Workflow, step: Step, job: Job): boolean {
  if (!isPrivileged(workflow)) return false;
  const { uses } = step;
  if (uses && ARTIFACT_ACTIONS.test(uses.action))
    return uses.action !== "actions/download-artifact" || step.with.has("run-id");
  if (uses?.action === "actions/github-script") return /downloadArtifact\b/.test(step.with.get("script")?.text ?? "");
  return checksOutHead(step, job) || /\bgh\s+run\s+download\b/.test(step.scripts[0]?.text ?? "");
}

const HEAD =
  /github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|github\.event\.workflow_run\.head_(?:sha|branch|commit)|refs\/pull\/|merge_commit_sha|head[._-]?(?:sha|ref)\b|github\.event\.(?:number|issue\.number|pull_request\.number)/i;
const FETCHED = /\bgh\s+pr\s+checkout\b|\bgit\s+(?:fetch|checkout|pull)\b.*(?:pull\/|head[._-]?(?:ref|sha))/i;

/** Does the step bring the head of a pull request into the workspace? */
export function checksOutHead(step: Step, job: Job): boolean {
  if (step.uses?.action === "actions/checkout") {
    const ref = step.with.get("ref")?.text ?? "";
    const asked = /\bsteps\.([\w-]+)\.outputs/.exec(ref)?.[1];
    const answers = job.steps.filter(({ id }) => id !== undefined && id === asked).flatMap(({ scripts }) => scripts);
    return [ref, ...answers.map(({ text }) => text)].some((text) => HEAD.test(text));
  }
  return step.scripts.some(({ language, text }) => language === "shell" && FETCHED.test(text));
}

export function isPrivileged({ events }: Pick<Workflow, "events">): boolean {
  return PRIVILEGED_EVENTS.some((event) => events.has(event));
}

function pathsOf(text: string, place: Place): string[] {
  return expressionsIn(text, place).flatMap(({ paths }) => paths);
}
