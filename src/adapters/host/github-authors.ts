import type { Account, Authors } from "../../core/pull-request.ts";
import { asked } from "./github-repository.ts";
import type { GitHubSession } from "./github-session.ts";

/** GitHub's own account, under which it commits for people who work on its pages. */
const WEB_FLOW = "web-flow";

type User = { id: number | bigint; login: string; type: string };

/**
 * Who wrote a pull request's commits. GitHub matches accounts by e-mail addresses, which anybody can write, and a signature is the
 * committer's: it proves an author only where committer and author are one account, or where GitHub itself committed for them.
 * GitHub lists 250 commits of a pull request at most.
 *
 * @see https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
 */
export async function readAuthors(session: GitHubSession, number: number): Promise<Authors> {
  const { octokit, owner, repo } = session;
  const where = { owner, repo, pull_number: number };
  const [{ user, commits }, rows] = await Promise.all([
    asked(session, octokit.rest.pulls.get(where)),
    asked(
      session,
      octokit.paginate(octokit.rest.pulls.listCommits, { ...where, per_page: 100 }).then((data) => ({ data })),
    ),
  ]);
  const proven = new Map<number, Account>([[Number(user.id), accountOf(user)]]);
  const claimed = new Map<number, Account>();
  let unknown = rows.length < commits;
  for (const { author, committer, commit } of rows) {
    const writer = userIn(author);
    if (!writer) {
      unknown = true;
      continue;
    }
    const signer = userIn(committer);
    const signed = commit.verification?.verified === true && (signer?.id === writer.id || signer?.login === WEB_FLOW);
    (signed ? proven : claimed).set(Number(writer.id), accountOf(writer));
  }
  return { proven: [...proven.values()], claimed: [...claimed.values()], unknown };
}

/** The published schema has an empty object where no account has the address. */
function userIn(user: Partial<User> | null): User | undefined {
  const { id, login, type } = user ?? {};
  return id === undefined || login === undefined || type === undefined ? undefined : { id, login, type };
}

function accountOf({ id, login, type }: User): Account {
  return { id: Number(id), login, bot: type === "Bot" };
}
