/** What GitHub says to one who asks for what can't be. Routes throw it; the frame answers it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  /** GitHub's `errors`: objects with `resource`, `field`, `code`, or plain sentences. */
  readonly errors: (string | Record<string, unknown>)[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    errors?: (string | Record<string, unknown>)[],
    options: { headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = status;
    this.errors = errors;
    this.headers = options.headers ?? {};
  }
}

export const notFound = (): Refusal => new Refusal(404, "Not Found");

export const forbidden = (): Refusal => new Refusal(403, "Resource not accessible by integration");

/** 422 with one of GitHub's field errors. */
export function invalid(resource: string, field: string, code: string, message?: string): Refusal {
  return new Refusal(422, "Validation Failed", [{ resource, field, code, ...(message !== undefined && { message }) }]);
}
