import { bodyOf, doerOf } from "../doer-of.ts";
import { accountOf, numberOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { Refusal } from "../frame/refusal.ts";
import { readCommit } from "../git/commits.ts";
import { resolveCommit } from "../git/refs.ts";
import { apiUrl } from "../render/urls.ts";
import type { Answer, Call, Route } from "../route.ts";
import { runById, runsOf, runsOfSuite, type CheckRun } from "./check-run.ts";
import { suiteById } from "./check-suite.ts";
import { emitRun } from "./emit-check.ts";
import { renderRun } from "./render-check.ts";
import { createRun, updateRun, type RunFields } from "./write-run.ts";

const RUNS = "/repos/{owner}/{repo}/check-runs";
const RUN = `${RUNS}/{check_run_id}`;

export const runRoutes: readonly Route[] = [
  { method: "POST", path: RUNS, handle: create },
  { method: "GET", path: RUN, handle: (call) => ({ status: 200, body: renderRun(call.world, runOf(call)) }) },
  { method: "PATCH", path: RUN, handle: update },
  { method: "GET", path: `${RUN}/annotations`, handle: annotations },
  { method: "POST", path: `${RUN}/rerequest`, handle: rerequest },
  { method: "GET", path: "/repos/{owner}/{repo}/commits/{ref}/check-runs", handle: listForRef },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs",
    handle: (call) =>
      list(call, runsOfSuite(call.world, suiteById(call.world, repositoryOf(call), numberOf(call, "check_suite_id")))),
  },
];

function runOf(call: Call): CheckRun {
  return runById(call.world, repositoryOf(call), numberOf(call, "check_run_id"));
}

async function create(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { name, head_sha, ...fields } = bodyOf<RunFields & { name: string; head_sha: string }>(call);
  if (!(await readCommit(repository.git, head_sha))) throw new Refusal(422, `No commit found for SHA: ${head_sha}`);
  const run = await createRun(call, doerOf(call), repository, name, head_sha, fields);
  return { status: 201, body: renderRun(call.world, run) };
}

async function update(call: Call): Promise<Answer> {
  const run = runOf(call);
  await updateRun(call, doerOf(call), run, bodyOf<RunFields>(call));
  return { status: 200, body: renderRun(call.world, run) };
}

function annotations(call: Call): Answer {
  const run = runOf(call);
  const blob_href = `${apiUrl(call.world, repositoryOf(call))}/git/blobs/${run.headSha}`;
  const none = { start_column: null, end_column: null, title: null, raw_details: null };
  return paged(call, run.annotations, (annotation) => ({ ...none, ...annotation, blob_href }));
}

function rerequest(call: Call): Answer {
  emitRun(call, { account: accountOf(call) }, runOf(call), "rerequested");
  return { status: 201, body: {} };
}

/** The newest of each name in a suite, unless all are asked for. */
async function listForRef(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const sha = await resolveCommit(repository.git, call.params["ref"] ?? "");
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${call.params["ref"]}`);
  return list(call, runsOf(call.world, repository, sha));
}

function list(call: Call, runs: CheckRun[]): Answer {
  const { query } = call;
  const [name, status, appId] = [query.get("check_name"), query.get("status"), query.get("app_id")];
  const latest = new Map(runs.map((run) => [`${run.suiteId} ${run.name}`, run]));
  const shown = (query.get("filter") === "all" ? runs : [...latest.values()])
    .filter((run) => (!name || run.name === name) && (!status || run.status === status))
    .filter((run) => !appId || run.appId === Number(appId));
  return paged(
    call,
    shown.toReversed(),
    (run) => renderRun(call.world, run),
    (check_runs, total_count) => ({ total_count, check_runs }),
  );
}
