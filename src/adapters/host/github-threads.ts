import type { Thread } from "../../core/pull-request.ts";
import type { GitHubSession } from "./github-session.ts";
import { made } from "./github-writes.ts";
import { graphqlErrors, statusOf } from "./github-status.ts";

/** What only GraphQL knows of a thread. */
export type ThreadState = { id: string; resolved: boolean; outdated: boolean };

type Page = {
  repository: {
    pullRequest: {
      reviewThreads: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        nodes: {
          id: string;
          isResolved: boolean;
          isOutdated: boolean;
          comments: { nodes: { fullDatabaseId: string | null }[] };
        }[];
      };
    } | null;
  } | null;
};

/** `databaseId` is of 32 bits, which GitHub's comments have outgrown. */
const THREADS = `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved isOutdated comments(first: 1) { nodes { fullDatabaseId } } }
      }
    }
  }
}`;

/** Threads by the number of their first comment; none where they may not be read. */
export async function readThreads(session: GitHubSession, number: number): Promise<Map<number, ThreadState>> {
  const { octokit, owner, repo } = session;
  const threads = new Map<number, ThreadState>();
  try {
    for (let after: string | null = null; ;) {
      const page: Page = await octokit.graphql<Page>(THREADS, { owner, repo, number, after });
      const found = page.repository?.pullRequest?.reviewThreads;
      for (const { id, isResolved, isOutdated, comments } of found?.nodes ?? []) {
        const first = comments.nodes[0]?.fullDatabaseId;
        if (typeof first === "string") threads.set(Number(first), { id, resolved: isResolved, outdated: isOutdated });
      }
      after = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
      if (after === null) return threads;
    }
  } catch (error) {
    if (statusOf(error) === 403 || graphqlErrors(error).some(({ type }) => type === "FORBIDDEN")) return threads;
    throw error;
  }
}

const RESOLVE = `mutation($thread: ID!) { resolveReviewThread(input: { threadId: $thread }) { thread { id } } }`;

/** GitHub wants the right to write contents for this, which an App that only reviews does not have. */
export async function resolveThread(
  session: GitHubSession,
  thread: NonNullable<Thread["id"]>,
): Promise<void | "forbidden"> {
  if (!(await session.mayApply())) return "forbidden";
  const send = () => session.applying.graphql<unknown>(RESOLVE, { thread });
  return made(session.writes.orForbidden({ effect: "thread", send }));
}
