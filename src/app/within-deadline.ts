import type { JobLease } from "./worker.ts";

/**
 * Runs a job for at most this long. Then it has failed: its signal aborts, it can't confirm a write any more, and its place is free, even
 * where it hangs on something that hears no signal.
 */
export async function withinDeadline<Result>(
  deadlineMs: number,
  lease: JobLease,
  run: (lease: JobLease) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineError(`it was not done after ${Math.round(deadlineMs / 1000)} s`);
      late.abort(error);
      reject(error);
    }, deadlineMs);
  });
  const work = run({
    ...lease,
    signal: AbortSignal.any([lease.signal, late.signal]),
    async confirm() {
      late.signal.throwIfAborted();
      await lease.confirm();
    },
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

class DeadlineError extends Error {
  override readonly name = "DeadlineError";
}
