import { Octokit } from "@octokit/rest";
import { openGitHubFetch, type GitHubFetchOptions } from "./github-fetch.ts";

export type OctokitOptions = GitHubFetchOptions & {
  token: string;
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise. */
  apiUrl?: string | undefined;
};

/** GitHub's REST API for reading. It has no retry plugin, which would repeat writes; our own `fetch` repeats reads only. */
export function openOctokit({ token, apiUrl = "https://api.github.com", ...options }: OctokitOptions): Octokit {
  const silent = () => {};
  return new Octokit({
    auth: token,
    baseUrl: apiUrl.replace(/\/$/, ""),
    userAgent: "reflexgen",
    request: { fetch: openGitHubFetch(options) },
    // Its warnings hold URLs and go to the console.
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}
