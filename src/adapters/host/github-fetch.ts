import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../core/errors.ts";

export type GitHubFetchOptions = {
  fetch?: typeof globalThis.fetch | undefined;
  /** For one attempt, from the request to the last byte of its answer. */
  timeoutMs?: number | undefined;
  /** Before the first repetition; doubles after. */
  retryDelayMs?: number | undefined;
};

/** GitHub's largest answer that is asked for here is a tree of 7 MB; a blob of 1 MB is 1.4 MB in base64. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const MAX_RETRIES = 2;

/**
 * A `fetch` for reading GitHub's API: a whole JSON answer in time, or a `UserError`. Redirects are followed on the same host only,
 * so the token never goes elsewhere. A GET that fails in passing (502–504, a lost connection) is asked again; nothing else ever is.
 */
export function openGitHubFetch(options: GitHubFetchOptions): typeof globalThis.fetch {
  const { timeoutMs = 15_000, retryDelayMs = 500 } = options;
  const send: typeof globalThis.fetch = (input, init) => (options.fetch ?? globalThis.fetch)(input, init);

  async function attempt(url: URL, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(init.signal ? [init.signal] : [])]);
    let at = url;
    for (let redirects = 0; ; redirects++) {
      const response = await send(at, { ...init, redirect: "manual", signal });
      const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
      if (location === null) return whole(response);
      await response.body?.cancel();
      const next = URL.parse(location, at);
      if (next?.origin !== url.origin)
        throw new UserError(`${url.host} redirects to another host: not followed, for the token would go there`);
      if (redirects === MAX_REDIRECTS) throw new UserError(`${url.host} redirects in circles`);
      at = next;
    }
  }

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    for (let retry = 0; ; retry++) {
      const retries = (init.method ?? "GET") === "GET" && !init.signal?.aborted && retry < MAX_RETRIES;
      try {
        const response = await attempt(url, init);
        if (!retries || response.status < 502 || response.status > 504) return response;
      } catch (error) {
        if (error instanceof UserError || init.signal?.aborted) throw error;
        if (isTimeout(error))
          throw new UserError(`${url.host} did not answer within ${timeoutMs / 1000} s`, { cause: error });
        if (!retries) throw new UserError(`${url.host} could not be reached${reasonOf(error)}`, { cause: error });
      }
      await sleep(retryDelayMs * 2 ** retry);
    }
  };
}

/** The answer, read to its end: Octokit itself takes a body that breaks off for an empty one. */
async function whole(response: Response): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new UserError("an answer of GitHub's API is larger than 32 MB");
  }
  const body = Buffer.concat(chunks);
  // Only 202, 204 and 205 come with nothing in them.
  if (response.ok && (body.length > 0 || response.status < 202) && !isJson(response, body))
    throw new UserError("the answer is none of GitHub's API: is the API's address right?");
  const { status, statusText, headers } = response;
  const read = new Response(body.length > 0 ? body : null, { status, statusText, headers });
  // Octokit's pages of lists with a count begin at the answer's address, which a made `Response` has not.
  return Object.defineProperty(read, "url", { value: response.url });
}

function isJson(response: Response, body: Buffer): boolean {
  if (!/^application\/([a-z.+-]+\+)?json\b/i.test(response.headers.get("content-type") ?? "")) return false;
  try {
    JSON.parse(body.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

function isTimeout(error: unknown): boolean {
  return typeof error === "object" && error !== null && "name" in error && error.name === "TimeoutError";
}

/** " (ENOTFOUND)": what the network says, without addresses. */
function reasonOf(error: unknown): string {
  const cause = typeof error === "object" && error !== null && "cause" in error ? error.cause : error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
  return typeof code === "string" ? ` (${code})` : "";
}
