import type { Octokit } from "@octokit/rest";
import { explainGitHub } from "./github-error.ts";

/** One repository on GitHub, and what is read of it, for errors: "octo/app#12". */
export type GitHubRepository = { octokit: Octokit; owner: string; repo: string; what: string };

/** The answer's data; errors in words. */
export async function asked<Data>(repository: GitHubRepository, answer: Promise<{ data: Data }>): Promise<Data> {
  try {
    return (await answer).data;
  } catch (error) {
    throw explainGitHub(error, repository.what);
  }
}

/** 409: the repository is empty. */
const ABSENT = [404, 409];

/** The same, with undefined for what is not there. */
export async function askedOrNone<Data>(
  repository: GitHubRepository,
  answer: Promise<{ data: Data }>,
  absent: readonly number[] = ABSENT,
): Promise<Data | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    const status = typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
    if (typeof status === "number" && absent.includes(status)) return undefined;
    throw explainGitHub(error, repository.what);
  }
}
