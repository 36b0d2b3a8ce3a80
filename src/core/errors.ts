/** Something the person at the keyboard can mend: said in one line, without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A change without a line that could be read: modes alone, or nothing. */
export class EmptyChangeError extends UserError {}

/** The host knows no such thing, or does not show it to us. Shortly after it was made, the host may only not know it yet. */
export class AbsentError extends UserError {}

/** Why a model's answer can't be used. All of them mean "not reviewed", never "clean". */
export type ModelFailure =
  "unreachable" | "unauthorized" | "refused" | "truncated" | "malformed" | "overflow" | "aborted";

export class ModelError extends Error {
  override readonly name = "ModelError";
  readonly reason: ModelFailure;
  constructor(reason: ModelFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

/** A limit on calls, tokens, rounds or time was reached before the attempt was made. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
}

/** The knowledge store did not answer in time or refused; reviews go on without it and say so. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}

/** The person stopped the command: nothing of it is shown, nothing was written. `exitCode` as shells count signals. */
export class InterruptError extends Error {
  override readonly name = "InterruptError";
  readonly exitCode: number;
  constructor(exitCode: number) {
    super("stopped");
    this.exitCode = exitCode;
  }
}

/** What a job is about is no more, or is not ours any more: deleted, transferred, uninstalled, suspended. The job is done. */
export class GoneError extends Error {
  override readonly name = "GoneError";
}

/**
 * Not now, and nobody's fault: the host's limit is used up, or it asked to wait. The job comes back by itself after `delayMs`,
 * holds nothing meanwhile and uses no attempt.
 */
export class RetryLaterError extends Error {
  override readonly name = "RetryLaterError";
  readonly delayMs: number;
  constructor(delayMs: number, message = "not now", cause?: unknown) {
    super(message, { cause });
    this.delayMs = delayMs;
  }
}
