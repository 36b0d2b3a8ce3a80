import { bodyOf, doerOf } from "../doer-of.ts";
import { numberOf, repositoryOf } from "../frame/call.ts";
import { paged } from "../frame/paged.ts";
import { Refusal } from "../frame/refusal.ts";
import { readCommit } from "../git/commits.ts";
import { resolveCommit } from "../git/refs.ts";
import type { Answer, Call, Route } from "../route.ts";
import { runsOfSuite } from "./check-run.ts";
import { suiteById, suitesOf, type CheckSuite } from "./check-suite.ts";
import { emitSuite } from "./emit-check.ts";
import { renderSuite } from "./render-check.ts";
import { ensureSuite } from "./start-suites.ts";

const SUITES = "/repos/{owner}/{repo}/check-suites";
const SUITE = `${SUITES}/{check_suite_id}`;

export const suiteRoutes: readonly Route[] = [
  { method: "POST", path: SUITES, handle: create },
  {
    method: "GET",
    path: SUITE,
    handle: async (call) => ({ status: 200, body: await renderSuite(call.world, suiteOf(call)) }),
  },
  { method: "POST", path: `${SUITE}/rerequest`, handle: rerequest },
  { method: "GET", path: "/repos/{owner}/{repo}/commits/{ref}/check-suites", handle: listForRef },
];

function suiteOf(call: Call): CheckSuite {
  return suiteById(call.world, repositoryOf(call), numberOf(call, "check_suite_id"));
}

async function create(call: Call): Promise<Answer> {
  const repository = repositoryOf(call);
  const { head_sha } = bodyOf<{ head_sha: string }>(call);
  const { app } = doerOf(call);
  if (!app) throw new Refusal(403, "You must authenticate via a GitHub App.");
  if (!(await readCommit(repository.git, head_sha))) throw new Refusal(422, `No commit found for SHA: ${head_sha}`);
  const { suite, isNew } = ensureSuite(call.world, app, { repository, branch: null, head: head_sha });
  return { status: isNew ? 201 : 200, body: await renderSuite(call.world, suite) };
}

async function rerequest(call: Call): Promise<Answer> {
  await emitSuite(call, doerOf(call), suiteOf(call), "rerequested");
  return { status: 201, body: {} };
}

async function listForRef(call: Call): Promise<Answer> {
  const { query, world } = call;
  const repository = repositoryOf(call);
  const sha = await resolveCommit(repository.git, call.params["ref"] ?? "");
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${call.params["ref"]}`);
  const [appId, name] = [query.get("app_id"), query.get("check_name")];
  const suites = suitesOf(world, repository, sha)
    .filter((suite) => !appId || suite.appId === Number(appId))
    .filter((suite) => !name || runsOfSuite(world, suite).some((run) => run.name === name));
  const rendered = await Promise.all(suites.map((suite) => renderSuite(world, suite)));
  return paged(
    call,
    rendered,
    (suite) => suite,
    (check_suites, total_count) => ({ total_count, check_suites }),
  );
}
