import { QdrantClientTimeoutError } from "@qdrant/js-client-rest";
import { StoreError } from "../../core/errors.ts";

/** The status of an answer that was an error; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return typeof error === "object" && error !== null && "status" in error && typeof error.status === "number"
    ? error.status
    : undefined;
}

/**
 * Why the server could not be used, in words. The client's own messages quote answers and requests, which may hold entries
 * or be written by whoever runs the server: neither they nor the cause go further.
 */
export function storeErrorOf(place: string, error: unknown, timeoutMs: number): StoreError {
  if (error instanceof StoreError) return error;
  // An aborted `fetch` is the client's own timeout too: nobody else holds its signal.
  if (error instanceof QdrantClientTimeoutError || nameOf(error) === "AbortError") return new StoreError(`${place} did not answer within ${timeoutMs / 1000} s`);
  const status = statusOf(error);
  if (status === 401 || status === 403) return new StoreError(`${place} refused the API key (status ${status})`);
  if (status !== undefined) return new StoreError(`${place} refused the request (status ${status})`);
  return new StoreError(`${place} can't be reached, or its answer can't be read`);
}

function nameOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "name" in error ? error.name : undefined;
}
