import type { Commit, PullRequestHost } from "../../core/pull-request.ts";
import { askedOrNone } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";
import { graphqlErrors, isRequestFailure } from "./github-status.ts";
import { redactTokens } from "./redact-tokens.ts";

type Outcome = Awaited<ReturnType<PullRequestHost["commit"]>>;
type Answer = { createCommitOnBranch: { commit: { oid: string } | null } | null };

const COMMIT = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/**
 * One commit of whole files, signed by GitHub for the App. Refused when the branch moved: nothing that a person pushed is ever overwritten.
 * File modes can't be said; those of files that exist stay.
 *
 * @see https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch
 */
export async function commitFiles(session: GitHubSession, commit: Commit): Promise<Outcome> {
  if (!(await session.mayApply()))
    return { refused: "forbidden", words: "this App was not given the right to write contents" };
  const { applying, owner, repo } = session;
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: commit.branch },
    message: { headline: commit.headline, body: commit.body },
    expectedHeadOid: commit.expectedHeadSha,
    fileChanges: {
      additions: commit.files.map(({ path, text }) => ({
        path,
        contents: Buffer.from(text, "utf8").toString("base64"),
      })),
    },
  };
  try {
    return await session.writes.once<Outcome>({
      effect: "commit",
      send: async () => {
        const sha = (await applying.graphql<Answer>(COMMIT, { input })).createCommitOnBranch?.commit?.oid;
        return sha === undefined ? refusal("GitHub made no commit and gave no reason") : { sha };
      },
      readBack: () => findOnTop(session, commit),
    });
  } catch (error) {
    const said = wordsOf(error);
    if (said === undefined) throw error;
    // A repeated request finds its own first one: it moved the branch.
    const made = said.refused === "stale" ? await findOnTop(session, commit) : undefined;
    return made ?? said;
  }
}

/** Our commit, where it is what the branch points to: made from the expected commit, with our message and its trailers. */
async function findOnTop(session: GitHubSession, commit: Commit): Promise<{ sha: string } | undefined> {
  const { octokit, owner, repo } = session;
  const ref = await askedOrNone(session, octokit.rest.git.getRef({ owner, repo, ref: `heads/${commit.branch}` }));
  const sha = ref?.object.sha;
  if (sha === undefined || sha === commit.expectedHeadSha) return undefined;
  const top = await askedOrNone(session, octokit.rest.git.getCommit({ owner, repo, commit_sha: sha }));
  const message = commit.body === "" ? commit.headline : `${commit.headline}\n\n${commit.body}`;
  const ours = top?.message.trim() === message.trim() && top.parents.length === 1;
  return ours && top.parents[0]?.sha === commit.expectedHeadSha ? { sha } : undefined;
}

/** Signed by GitHub, so that nobody else's commit passes for one of ours; GitHub lists 250 commits of a pull request at most. */
export async function findOwnCommit(session: GitHubSession, number: number, line: string): Promise<string | undefined> {
  const { octokit, owner, repo, botLogin } = session;
  const where = { owner, repo, pull_number: number, per_page: 100 };
  const rows = await octokit.paginate(octokit.rest.pulls.listCommits, where);
  return rows.findLast(
    ({ author, commit }) =>
      author?.login === botLogin &&
      commit.verification?.verified === true &&
      commit.message.split("\n").some((one) => one.trim() === line),
  )?.sha;
}

function wordsOf(error: unknown): Extract<Outcome, { refused: string }> | undefined {
  const [refused] = graphqlErrors(error);
  if (refused) return refusal(refused.message, refused.type);
  return isRequestFailure(error) && error.status === 403 ? refusal(error.message, "FORBIDDEN") : undefined;
}

function refusal(message: string, type?: string): Extract<Outcome, { refused: string }> {
  const words = redactTokens(message).slice(0, 300);
  if (type === "STALE_DATA" || /expected branch to point to/i.test(message)) return { refused: "stale", words };
  if (/protected branch|rule violations|pull request is required|must be made through a pull request/i.test(message))
    return { refused: "protected", words };
  return { refused: "forbidden", words };
}
