import { z } from "zod";
import { BudgetError, ModelError } from "../../core/errors.ts";

/** What a failed attempt means, and what may be tried next. Messages hold no code, prompt or key. */
export type Failure = {
  failure: Error;
  retryable: boolean;
  retryAfter?: string | null;
  /** The endpoint's own words on a request it refused; only matched against field names, never shown. */
  rejectedField?: string;
};

/** What is read of the client's errors; all of it may be missing. */
const ApiError = z.looseObject({
  name: z.string().catch(""),
  message: z.string().catch(""),
  status: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  headers: z.instanceof(Headers).optional().catch(undefined),
  cause: z.unknown(),
});
type ApiError = z.infer<typeof ApiError>;

export function failureOf(error: unknown): Failure {
  if (error instanceof ModelError || error instanceof BudgetError) return { failure: error, retryable: false };
  const { name, status, headers, code, message } = readError(error);
  const fail = (reason: ModelError["reason"], text: string, retryable = false): Failure => ({
    failure: new ModelError(reason, text, error),
    retryable,
    ...(headers ? { retryAfter: headers.get("retry-after") } : {}),
  });

  if (name === "APIUserAbortError" || name === "AbortError") return fail("aborted", "the review was stopped");
  if (status === undefined) {
    if (causes(error).some(({ message: text }) => /redirect/i.test(text)))
      return fail("unreachable", "the model's endpoint sends requests elsewhere; name the right one");
    if (/timed? ?out/i.test(message)) return fail("unreachable", "the model's endpoint did not answer in time", true);
    const known = innermostCode(error);
    return fail("unreachable", `the model's endpoint can't be reached${known ? ` (${known})` : ""}`, true);
  }
  if (status === 401 || status === 403) return fail("unauthorized", `the model's endpoint refused the key (${status})`);
  if (status === 404) return fail("unreachable", "the model's endpoint knows no such model or path (404)");
  if (code === "content_filter" || /content.?(filter|management)/i.test(message))
    return fail("refused", "the endpoint's content filter refused the request");
  if (
    code === "context_length_exceeded" ||
    /context.?(length|window)|maximum context|too many tokens|prompt is too long|input token count/i.test(message)
  ) {
    return fail("overflow", "the unit with its context is longer than the model's window");
  }
  if (code === "insufficient_quota") return fail("unauthorized", "the model's endpoint says that the quota is used up");
  if (status === 429 || status === 408 || status === 409 || status >= 500)
    return fail("unreachable", `the model's endpoint is busy or broken (${status})`, true);
  return { ...fail("malformed", `the model's endpoint refused the request (${status})`), rejectedField: message };
}

/** `ECONNREFUSED` and the like, from the depth of fetch's causes. */
function innermostCode(error: unknown): string | undefined {
  return causes(error)
    .map(({ code }) => code)
    .find((code) => code !== undefined && /^[A-Z_]{3,40}$/.test(code));
}

function causes(error: unknown): ApiError[] {
  const chain: ApiError[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 10; at = chain.at(-1)?.cause)
    chain.push(readError(at));
  return chain;
}

/** Errors keep their fields where a spread does not see them, so they are asked for by name. */
function readError(error: unknown): ApiError {
  const fields =
    typeof error === "object" && error !== null ? ["name", "message", "status", "code", "headers", "cause"] : [];
  return ApiError.parse(
    Object.fromEntries(fields.map((field) => [field, Reflect.get(Object(error), field) as unknown])),
  );
}
