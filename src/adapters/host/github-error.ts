import { AbsentError, UserError } from "../../core/errors.ts";

/** What Octokit's errors have; matched by shape, for they may come from another copy of its package. */
type RequestFailure = { status: number; response?: { headers?: Record<string, string | number | undefined> } };

/**
 * An error of GitHub's API in words for the person who gave the token; it names no address and no token.
 * `what` is what was asked for: "octo/app#12".
 */
export function explainGitHub(error: unknown, what: string): Error {
  if (error instanceof UserError) return error;
  if (!isFailure(error)) return error instanceof Error ? error : new Error(String(error));
  const cause: unknown = "cause" in error ? error.cause : undefined;
  if (cause instanceof UserError) return cause;
  const Kind = error.status === 404 ? AbsentError : UserError;
  return new Kind(words(error, what), { cause: error });
}

function words(error: RequestFailure, what: string): string {
  const headers = error.response?.headers ?? {};
  const { status } = error;
  if (status === 401) return "GitHub refused the token: it is wrong, expired or revoked";
  if ((status === 403 || status === 429) && String(headers["x-ratelimit-remaining"]) === "0")
    return `GitHub's rate limit for this token is used up${until(headers["x-ratelimit-reset"])}`;
  if (status === 429 || (status === 403 && headers["retry-after"] !== undefined))
    return `GitHub asks to wait ${headers["retry-after"] ?? 60} s before more is read; try again then`;
  if (status === 403 && headers["x-github-sso"] !== undefined)
    return `the organisation of ${what} wants the token authorised for single sign-on`;
  if (status === 403) return `the token may not read ${what}: it needs read access to contents and pull requests`;
  if (status === 404) return `${what} was not found, or the token may not see it`;
  if (status >= 500) return `GitHub is in trouble (it answered ${status}): try again later`;
  return `GitHub refused to give ${what} (it answered ${status})`;
}

function until(reset: string | number | undefined): string {
  const seconds = Number(reset);
  return Number.isFinite(seconds) && seconds > 0
    ? ` until ${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`
    : "";
}

function isFailure(error: unknown): error is RequestFailure {
  return typeof error === "object" && error !== null && "status" in error && typeof error.status === "number";
}
