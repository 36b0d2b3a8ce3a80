import { runsOfSuite, type CheckRun } from "../checks/check-run.ts";
import { stateOfSuite, suitesOf, type CheckSuite } from "../checks/check-suite.ts";
import { commitsBetween, history, mergeBase } from "../git/commits.ts";
import { repositoryById, repositoryOfPull } from "../pulls/pull.ts";
import { nodeId } from "../world/node-id.ts";
import type { World } from "../world.ts";
import { connection } from "./connection.ts";
import { needPermission } from "./graphql-refusal.ts";
import type { Arguments, Resolvers } from "./resolver.ts";
import { pullBehind } from "./source-record.ts";

/** Node counts per page on GitHub; more asks for an `after`, which nothing here needs yet. */
const MOST_COMMITS = 250;

/** Commits of a pull request, those that force pushes left behind, and the checks on them. */
export const commitResolvers: Resolvers = {
  "PullRequest.commits": async (source, args, { world }) => {
    const pull = pullBehind(world, source);
    const { git } = repositoryOfPull(world, pull);
    const base = (await mergeBase(git, pull.base.sha, pull.head.sha)) ?? pull.base.sha;
    const shas = (await commitsBetween(git, base, pull.head.sha)).slice(-MOST_COMMITS);
    return connection("commits", shas, args, (sha) => ({
      __typename: "PullRequestCommit",
      id: nodeId("PURC", pull.id),
      commit: commitNode(pull.repositoryId, sha),
    }));
  },
  "PullRequest.timelineItems": (source, args, { world }) => {
    const pull = pullBehind(world, source);
    const types = Array.isArray(args["itemTypes"]) ? args["itemTypes"] : [];
    const pushes = types.includes("HEAD_REF_FORCE_PUSHED_EVENT")
      ? world.forcePushes.filter(({ pullId }) => pullId === pull.id)
      : [];
    return connection("timelineItems", pushes, args, ({ id, before, after, createdAt }) => ({
      __typename: "HeadRefForcePushedEvent",
      id: nodeId("HRFPE", id),
      beforeCommit: commitNode(pull.repositoryId, before),
      afterCommit: commitNode(pull.repositoryId, after),
      createdAt,
    }));
  },
  "Commit.history": async (source, args, { world }) => {
    const { repositoryId, oid } = commitBehind(source);
    const { git } = repositoryById(world, repositoryId);
    const shas = await history(git, oid, { count: 100 });
    return connection("history", shas, args, (sha) => commitNode(repositoryId, sha));
  },
  "Commit.checkSuites": (source, args, call) => {
    needPermission(call, "checks", "read");
    const { repositoryId, oid } = commitBehind(source);
    const { appId } = filterIn(args);
    const suites = suitesOf(call.world, repositoryById(call.world, repositoryId), oid);
    const wanted = suites.filter((suite) => appId === undefined || suite.appId === appId);
    return connection("checkSuites", wanted, args, (suite) => suiteNode(call.world, suite));
  },
  "CheckSuite.checkRuns": (source, args, { world }) => {
    const { checkName, checkType } = filterIn(args);
    const suite = world.checkSuites.get(Number(fieldOf(source, "databaseId")));
    const runs = suite ? runsOfSuite(world, suite) : [];
    const named = runs.filter(({ name }) => checkName === undefined || name === checkName);
    // Without another wish GitHub gives the newest run of a name alone.
    const wanted = checkType === "ALL" ? named : [...new Map(named.map((run) => [run.name, run])).values()];
    return connection("checkRuns", wanted, args, runNode);
  },
};

function commitNode(repositoryId: number, sha: string): Record<string, unknown> {
  return { __typename: "Commit", id: `C_${repositoryId}_${sha}`, oid: sha, repositoryId };
}

function commitBehind(source: unknown): { repositoryId: number; oid: string } {
  return { repositoryId: Number(fieldOf(source, "repositoryId")), oid: String(fieldOf(source, "oid")) };
}

function suiteNode(world: World, suite: CheckSuite): Record<string, unknown> {
  const { status, conclusion } = stateOfSuite(world, suite);
  return {
    __typename: "CheckSuite",
    id: suite.nodeId,
    databaseId: suite.id,
    status: status.toUpperCase(),
    conclusion: conclusion?.toUpperCase() ?? null,
  };
}

function runNode(run: CheckRun): Record<string, unknown> {
  return {
    __typename: "CheckRun",
    id: run.nodeId,
    databaseId: run.id,
    name: run.name,
    status: run.status.toUpperCase(),
    conclusion: run.conclusion?.toUpperCase() ?? null,
    externalId: run.externalId,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
  };
}

function filterIn(args: Arguments): { appId?: number; checkName?: string; checkType?: string } {
  const filter = args["filterBy"];
  const [appId, checkName, checkType] = ["appId", "checkName", "checkType"].map((name) => fieldOf(filter, name));
  return {
    ...(typeof appId === "number" ? { appId } : {}),
    ...(typeof checkName === "string" ? { checkName } : {}),
    ...(typeof checkType === "string" ? { checkType } : {}),
  };
}

function fieldOf(source: unknown, name: string): unknown {
  return typeof source === "object" && source !== null ? Reflect.get(source, name) : undefined;
}
