import { notFound } from "../frame/refusal.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import type { CheckSuite } from "./check-suite.ts";

export type Status = "queued" | "in_progress" | "completed";

export type Conclusion =
  "success" | "failure" | "neutral" | "cancelled" | "skipped" | "timed_out" | "action_required" | "stale";

/** Fields as the API takes and gives them. */
export type Annotation = Record<string, unknown>;

export type CheckAction = { label: string; description: string; identifier: string };

export type CheckRun = {
  id: number;
  nodeId: string;
  repositoryId: number;
  appId: number;
  suiteId: number;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string;
  status: Status;
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  /** All that were ever sent: each request adds its own. */
  annotations: Annotation[];
  actions: CheckAction[];
  createdAt: string;
};

/** In the order of their creation. */
export function runsOfSuite(world: World, suite: CheckSuite): CheckRun[] {
  return [...world.checkRuns.values()].filter((run) => run.suiteId === suite.id);
}

export function runsOf(world: World, repository: Repository, headSha: string): CheckRun[] {
  return [...world.checkRuns.values()].filter((run) => run.repositoryId === repository.id && run.headSha === headSha);
}

/** The newest of each name and App: what counts for a branch's rules. */
export function latestRunsOf(world: World, repository: Repository, headSha: string): CheckRun[] {
  const latest = new Map<string, CheckRun>();
  for (const run of runsOf(world, repository, headSha)) latest.set(`${run.appId} ${run.name}`, run);
  return [...latest.values()];
}

/** @throws Refusal 404 */
export function runById(world: World, repository: Repository, id: number): CheckRun {
  const run = world.checkRuns.get(id);
  if (run?.repositoryId !== repository.id) throw notFound();
  return run;
}
