import { isRequestFailure } from "./github-status.ts";

/** GitHub asks for quiet. `delayMs` is its own word, where it says one. */
export type RateLimit = { kind: "primary" | "secondary"; delayMs?: number };

type Headers = Record<string, string | number | undefined>;

/**
 * What a refusal says about limits; undefined when it is about something else.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
 */
export function rateLimitOf(error: unknown, nowMs: number): RateLimit | undefined {
  if (!isRequestFailure(error) || (error.status !== 403 && error.status !== 429)) return undefined;
  const headers = error.response?.headers ?? {};
  const retryAfter = secondsOf(headers, "retry-after");
  if (retryAfter !== undefined) return { kind: "secondary", delayMs: retryAfter * 1000 };
  if (String(headers["x-ratelimit-remaining"]) === "0") return primaryLimit(headers, nowMs);
  if (error.status === 429 || /rate limit|abuse/i.test(error.message)) return { kind: "secondary" };
  return undefined;
}

/** The hour's requests are used up. A second is added, for clocks differ. */
export function primaryLimit(headers: Headers, nowMs: number): RateLimit {
  const reset = secondsOf(headers, "x-ratelimit-reset");
  return { kind: "primary", ...(reset !== undefined && { delayMs: Math.max(reset * 1000 - nowMs, 0) + 1000 }) };
}

function secondsOf(headers: Headers, name: string): number | undefined {
  const value = headers[name];
  const seconds = value === undefined || value === "" ? NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
