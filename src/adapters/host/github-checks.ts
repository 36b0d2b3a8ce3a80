import { CHECK_NAME } from "../../core/check-name.ts";
import { AbsentError } from "../../core/errors.ts";
import type { CheckReport, CheckRun, ChecksPort } from "../../core/pull-request.ts";
import { MOST_ANNOTATIONS, notYetOn, wireAnnotation, type WireAnnotation } from "./check-annotations.ts";
import { clipMarkdown } from "./clip-markdown.ts";
import { askedOrNone } from "./github-repository.ts";
import { isRequired } from "./github-required-check.ts";
import type { GitHubSession } from "./github-session.ts";
import { isRequestFailure } from "./github-status.ts";
import { made } from "./github-writes.ts";

/** @see https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const MOST_OUTPUT = 65_535;
const MOST_TITLE = 255;
const MOST_ACTIONS = 3;

/** What is read of GitHub's check run. */
type Row = {
  id: number | bigint;
  name: string;
  head_sha: string;
  status: string;
  conclusion: string | null;
  external_id: string | null;
  started_at: string | null;
  app: { id: number | bigint } | null;
};

/** Our check runs on commits of a repository. */
export function openChecks(session: GitHubSession): ChecksPort {
  const { octokit, owner, repo, writes } = session;
  const { checks } = octokit.rest;

  async function find(headSha: string): Promise<CheckRun | undefined> {
    const where = { owner, repo, ref: headSha, check_name: CHECK_NAME, app_id: session.appId, per_page: 100 };
    // 422: there is no such commit, or not yet: GitHub's replicas lag.
    const found = await askedOrNone(session, checks.listForRef(where), [404, 422]);
    const ours = (found?.check_runs ?? []).filter((row) => isOurs(session, row));
    const newest = ours.toSorted((one, other) => Number(other.id) - Number(one.id))[0];
    return newest && runOf(newest);
  }

  async function create(report: CheckReport): Promise<CheckRun | "forbidden"> {
    const created = writes.orForbidden({
      effect: "check",
      send: async () => {
        const wanted = { owner, repo, name: CHECK_NAME, head_sha: report.headSha, ...wireForm(report) };
        return runOf((await checks.create(wanted)).data);
      },
      readBack: async () => {
        const run = await find(report.headSha);
        return run && isAs(run, report) ? run : undefined;
      },
    });
    return created.catch(absentHead);
  }

  async function update(run: CheckRun, report: CheckReport, annotations: WireAnnotation[]) {
    return writes.orForbidden({
      effect: "check",
      send: async () => {
        const wanted = { owner, repo, check_run_id: run.id, ...wireForm(report, annotations) };
        return runOf((await checks.update(wanted)).data);
      },
      // Without annotations it may simply be sent again.
      readBack: async () => {
        if (annotations.length === 0) return undefined;
        const left = await notYetOn(run.id, annotations, session);
        const now = await find(report.headSha);
        return left.length === 0 && now?.id === run.id && isAs(now, report) ? now : undefined;
      },
    });
  }

  /** The run with all its annotations. Its end comes last: a run that says "reviewed" is not looked at again. */
  async function updateAll(run: CheckRun, report: CheckReport): Promise<unknown> {
    const wanted = (report.annotations ?? []).map(wireAnnotation);
    const left = await notYetOn(run.id, wanted, session);
    const before = run.completed ? report : unfinished(report, run.externalId);
    while (left.length > MOST_ANNOTATIONS) {
      const done = await update(run, before, left.splice(0, MOST_ANNOTATIONS));
      if (done === "forbidden") return done;
    }
    return update(run, report, left);
  }

  return {
    find,
    async read(id) {
      const row = await askedOrNone(session, checks.get({ owner, repo, check_run_id: id }));
      return row && isOurs(session, row) ? runOf(row) : undefined;
    },
    async ensure(report) {
      const run = await find(report.headSha);
      // A run that was completed stays so: what begins anew is a new run.
      if (run && (!run.completed || report.conclusion !== undefined)) return made(updateAll(run, report));
      if ((report.annotations ?? []).length === 0) return made(create(report));
      const created = await create(unfinished(report, ""));
      return created === "forbidden" ? created : made(updateAll(created, report));
    },
    isRequired: (branch) => isRequired(session, branch),
  };
}

/** Shortly after a push not all of GitHub knows the commit. */
function absentHead(error: unknown): never {
  if (isRequestFailure(error) && error.status === 422 && /no commit found/i.test(error.message))
    throw new AbsentError("GitHub does not know the head commit", { cause: error });
  throw error;
}

function isOurs(session: GitHubSession, row: Row): boolean {
  return row.name === CHECK_NAME && Number(row.app?.id) === session.appId;
}

/** The same, still in progress. */
function unfinished(report: CheckReport, externalId: string): CheckReport {
  const { conclusion, ...others } = report;
  return conclusion === undefined ? report : { ...others, externalId };
}

function isAs(run: CheckRun, report: CheckReport): boolean {
  return run.externalId === report.externalId && run.completed === (report.conclusion !== undefined);
}

function wireForm(
  { title, summary, text, conclusion, externalId, actions }: CheckReport,
  annotations: WireAnnotation[] = [],
) {
  return {
    external_id: externalId,
    ...(conclusion === undefined ? { status: "in_progress" as const } : { status: "completed" as const, conclusion }),
    output: {
      title: clipMarkdown(title, MOST_TITLE),
      summary: clipMarkdown(summary, MOST_OUTPUT),
      ...(text !== undefined && { text: clipMarkdown(text, MOST_OUTPUT) }),
      ...(annotations.length > 0 && { annotations }),
    },
    actions: (actions ?? []).slice(0, MOST_ACTIONS).map(({ label, description, identifier }) => ({
      label: label.slice(0, 20),
      description: description.slice(0, 40),
      identifier,
    })),
  };
}

function runOf(row: Row): CheckRun {
  return {
    id: Number(row.id),
    headSha: row.head_sha,
    completed: row.status === "completed",
    ...(row.conclusion !== null && { conclusion: row.conclusion }),
    externalId: row.external_id ?? "",
    startedAt: row.started_at ?? "",
  };
}
