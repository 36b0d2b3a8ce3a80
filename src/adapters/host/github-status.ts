import { UserError } from "../../core/errors.ts";

/** What Octokit's errors have; matched by shape, for they may come from another copy of its package. */
export type RequestFailure = {
  status: number;
  message: string;
  response?: { headers?: Record<string, string | number | undefined> };
};

export function isRequestFailure(error: unknown): error is Error & RequestFailure {
  return error instanceof Error && "status" in error && typeof error.status === "number";
}

/** The HTTP status that a request was refused with. */
export function statusOf(error: unknown): number | undefined {
  return isRequestFailure(error) ? error.status : undefined;
}

/**
 * Whether a request that failed may have had its effect: GitHub broke down, did not answer in time, or its answer got lost.
 * GraphQL says so with a 200.
 */
export function isUncertain(error: unknown): boolean {
  if (error instanceof UserError) return true;
  const status = statusOf(error);
  if (status !== undefined) return status >= 500;
  return graphqlErrors(error).some(({ message }) => /something went wrong/i.test(message));
}

export type GraphqlError = { type?: string; message: string };

/** What a GraphQL answer says went wrong; none for any other error. */
export function graphqlErrors(error: unknown): GraphqlError[] {
  if (!(error instanceof Error) || !("errors" in error) || !Array.isArray(error.errors)) return [];
  return error.errors.map((one: unknown) => ({ message: textOf(one, "message") ?? "", ...typeOf(one) }));
}

function typeOf(error: unknown): { type?: string } {
  const type = textOf(error, "type");
  return type === undefined ? {} : { type };
}

function textOf(value: unknown, key: string): string | undefined {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === "string" ? found : undefined;
}
