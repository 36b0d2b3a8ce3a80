import { notFound } from "../frame/refusal.ts";
import type { Repository } from "../world/repository.ts";
import type { World } from "../world.ts";
import { runsOfSuite, type Conclusion } from "./check-run.ts";

/** All runs of one App on one commit. GitHub opens one at every push for every App that writes checks. */
export type CheckSuite = {
  id: number;
  nodeId: string;
  repositoryId: number;
  appId: number;
  headSha: string;
  /** Null for commits of a fork. */
  headBranch: string | null;
  before: string | null;
  createdAt: string;
  updatedAt: string;
};

export function suitesOf(world: World, repository: Repository, headSha: string): CheckSuite[] {
  return [...world.checkSuites.values()].filter(
    (suite) => suite.repositoryId === repository.id && suite.headSha === headSha,
  );
}

/** @throws Refusal 404 */
export function suiteById(world: World, repository: Repository, id: number): CheckSuite {
  const suite = world.checkSuites.get(id);
  if (suite?.repositoryId !== repository.id) throw notFound();
  return suite;
}

/** What its runs say together; the worst conclusion counts. */
export function stateOfSuite(world: World, suite: CheckSuite): { status: string; conclusion: Conclusion | null } {
  const runs = runsOfSuite(world, suite);
  if (runs.length === 0) return { status: "queued", conclusion: null };
  if (runs.some((run) => run.status !== "completed")) return { status: "in_progress", conclusion: null };
  const worst = WORST_FIRST.find((conclusion) => runs.some((run) => run.conclusion === conclusion));
  return { status: "completed", conclusion: worst ?? "success" };
}

const WORST_FIRST: readonly Conclusion[] = [
  "failure",
  "timed_out",
  "cancelled",
  "action_required",
  "stale",
  "neutral",
  "success",
  "skipped",
];
