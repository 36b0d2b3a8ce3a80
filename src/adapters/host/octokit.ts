import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { readPrivateKey, signAppJwt } from "./app-jwt.ts";
import { openGitHubFetch, type GitHubFetchOptions } from "./github-fetch.ts";

export type OctokitOptions = GitHubFetchOptions & {
  /** Without one, each request is told who asks by a hook. */
  token?: string | undefined;
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise. */
  apiUrl?: string | undefined;
};

export type AppCredentials = {
  appId: number;
  /** PEM. */
  privateKey: string;
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined;
};

/** GitHub's REST API. It has no retry plugin, which would repeat writes; our own `fetch` repeats reads only. */
export function openOctokit({ token, ...options }: OctokitOptions): Octokit {
  return new Octokit({ ...settings(options), ...(token !== undefined && { auth: token }) });
}

/** The API as the App itself: installations, their tokens, deliveries. A clock that is off is corrected by GitHub's. */
export function openAppOctokit({
  appId,
  privateKey,
  now = Date.now,
  ...options
}: Omit<OctokitOptions, "token"> & AppCredentials): Octokit {
  const key = readPrivateKey(privateKey);
  const createJwt = async (_: string | number, differenceSeconds = 0) =>
    signAppJwt({ appId, key, nowMs: now() + differenceSeconds * 1000 });
  return new Octokit({ ...settings(options), authStrategy: createAppAuth, auth: { appId, createJwt } });
}

function settings({ apiUrl = "https://api.github.com", ...options }: Omit<OctokitOptions, "token">) {
  const silent = () => {};
  return {
    baseUrl: apiUrl.replace(/\/$/, ""),
    userAgent: "reflexgen",
    request: { fetch: openGitHubFetch(options) },
    // Its warnings hold URLs and go to the console.
    log: { debug: silent, info: silent, warn: silent, error: silent },
  };
}
