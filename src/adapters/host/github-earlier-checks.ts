import { CHECK_NAME } from "../../core/check-name.ts";
import type { CheckRun, EarlierCheck } from "../../core/pull-request.ts";
import { asked } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";
import { graphqlErrors, statusOf } from "./github-status.ts";

/** Where GraphQL is refused, each commit is a call of its own. */
const MOST_COMMITS_ONE_BY_ONE = 10;

type Runs = {
  oid: string;
  checkSuites: { nodes: ({ checkRuns: { nodes: (RunNode | null)[] } | null } | null)[] } | null;
};
type RunNode = {
  name: string;
  status: string;
  externalId: string | null;
  startedAt: string | null;
};
type Answer = {
  repository: {
    pullRequest: {
      commits: { nodes: ({ commit: Runs } | null)[] };
      timelineItems: { nodes: ({ beforeCommit?: { history: { nodes: (Runs | null)[] } } | null } | null)[] };
    } | null;
  } | null;
};

/**
 * Of a head that is reviewed again the newest run is in progress, so all of them are asked for. A force push tells which head it left behind; heads before that one are
 * its ancestors.
 */
const CHECKS = `query($owner: String!, $repo: String!, $number: Int!, $app: Int!, $name: String!) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      commits(last: 100) { nodes { commit { ...Runs } } }
      timelineItems(last: 20, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) {
        nodes { ... on HeadRefForcePushedEvent { beforeCommit { history(first: 10) { nodes { ...Runs } } } } }
      }
    }
  }
}
fragment Runs on Commit {
  oid
  checkSuites(first: 1, filterBy: { appId: $app, checkName: $name }) {
    nodes {
      checkRuns(last: 20, filterBy: { checkName: $name, checkType: ALL }) {
        nodes { name status externalId startedAt }
      }
    }
  }
}`;

/** Our completed runs on heads that the pull request has or had, the newest first: one query; where it is refused, the newest commits one by one. */
export async function earlierChecks(
  session: GitHubSession,
  number: number,
  find: (headSha: string) => Promise<CheckRun | undefined>,
): Promise<EarlierCheck[]> {
  const { octokit, owner, repo, appId } = session;
  try {
    const variables = { owner, repo, number, app: appId, name: CHECK_NAME };
    const answer = await octokit.graphql<Answer>(CHECKS, variables);
    const pull = answer.repository?.pullRequest;
    const commits = [
      ...(pull?.commits.nodes ?? []).toReversed().map((node) => node?.commit),
      ...(pull?.timelineItems.nodes ?? []).toReversed().flatMap((node) => node?.beforeCommit?.history.nodes ?? []),
    ];
    return newestFirst(commits.flatMap((commit) => (commit ? runsOf(commit) : [])));
  } catch (error) {
    if (statusOf(error) !== 403 && graphqlErrors(error).length === 0) throw error;
    return newestFirst(await oneByOne(session, number, find));
  }
}

function runsOf({ oid, checkSuites }: Runs): EarlierCheck[] {
  const nodes = (checkSuites?.nodes ?? []).flatMap((suite) => suite?.checkRuns?.nodes ?? []);
  return nodes.flatMap((run) =>
    run?.name === CHECK_NAME && run.status === "COMPLETED"
      ? [{ headSha: oid, externalId: run.externalId ?? "", startedAt: run.startedAt ?? "" }]
      : [],
  );
}

/** What a force push left behind is not seen this way. */
async function oneByOne(
  session: GitHubSession,
  number: number,
  find: (headSha: string) => Promise<CheckRun | undefined>,
): Promise<EarlierCheck[]> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const listed = octokit.paginate(octokit.rest.pulls.listCommits, where).then((data) => ({ data }));
  const rows = await asked(session, listed);
  const runs: EarlierCheck[] = [];
  for (const { sha } of rows.slice(-MOST_COMMITS_ONE_BY_ONE).toReversed()) {
    const run = await find(sha);
    if (run?.completed) runs.push(run);
  }
  return runs;
}

/** Of runs that began in the same second, that of the newer commit, which comes first here. */
function newestFirst(runs: readonly EarlierCheck[]): EarlierCheck[] {
  return runs.toSorted((one, other) => Date.parse(other.startedAt) - Date.parse(one.startedAt));
}
