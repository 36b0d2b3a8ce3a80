import type { Octokit } from "@octokit/rest";
import { GoneError } from "../../core/errors.ts";
import { isRequestFailure, statusOf } from "./github-status.ts";
import type { Pacer } from "./pacer.ts";
import { primaryLimit, rateLimitOf } from "./rate-limit.ts";
import type { InstallationToken, Tokens, TokenScope } from "./github-tokens.ts";

/** One answered request, for counting: the route's template, never an address. */
export type Answered = { method: string; route: string; status: number; durationMs: number };

export type GateOptions = {
  pacer: Pacer;
  now: () => number;
  /** Absent: Octokit knows who asks (the App itself). */
  tokens?: { source: Tokens; scope: TokenScope };
  onAnswer?: ((answered: Answered) => void) | undefined;
};

/**
 * Stands before every request of an Octokit: gives it its token, which is renewed once when GitHub refuses it, and keeps the quiet that
 * GitHub asked for.
 */
export function guard(octokit: Octokit, { pacer, now, tokens, onAnswer = () => {} }: GateOptions): Octokit {
  octokit.hook.wrap("request", async (request, options) => {
    const send = async (token?: InstallationToken) => {
      await pacer.request();
      // Other hooks are bound to this very object: given another, Octokit goes on with this one.
      if (token) options.headers.authorization = `token ${token.secret}`;
      const startedAt = now();
      const count = (status: number) =>
        onAnswer({ method: options.method, route: options.url, status, durationMs: now() - startedAt });
      try {
        const answer = await request(options);
        count(answer.status);
        pacer.answered();
        if (isRateLimited(answer.data)) throw pacer.quiet(primaryLimit(answer.headers, now()));
        return answer;
      } catch (error) {
        const status = statusOf(error);
        if (status !== undefined) count(status);
        const limit = rateLimitOf(error, now());
        throw limit ? pacer.quiet(limit) : error;
      }
    };

    if (!tokens) return send();
    const { source, scope } = tokens;
    const token = await source.get(scope);
    try {
      return await send(token);
    } catch (error) {
      if (isSuspended(error)) throw source.gone(scope.installation);
      if (statusOf(error) !== 401) throw error;
    }
    try {
      return await send(await source.renew(scope, token));
    } catch (error) {
      if (error instanceof GoneError) throw error;
      if (isSuspended(error) || statusOf(error) === 401) throw source.gone(scope.installation);
      throw error;
    }
  });
  return octokit;
}

function isSuspended(error: unknown): boolean {
  return isRequestFailure(error) && error.status === 403 && /suspended/i.test(error.message);
}

/** GraphQL says with a 200 that the hour's points are used up. */
function isRateLimited(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("errors" in data) || !Array.isArray(data.errors)) return false;
  return data.errors.some(
    (error: unknown) => typeof error === "object" && error !== null && "type" in error && error.type === "RATE_LIMITED",
  );
}
