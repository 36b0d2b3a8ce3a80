import { AnalysisError } from "../../core/analysis.ts";
import type { Answer, Request } from "./protocol.ts";
import { startWorker, type Job, type Worker, type WorkerOptions } from "./worker.ts";

/** So many requests are with a child at once, so that it never waits for the next; only the first can be at fault. */
const DEPTH = 2;

/** Milliseconds that work must have been waiting before another child is started for it: a start costs as much as many files. */
const PATIENCE_MS = 250;

export type PoolOptions = Omit<WorkerOptions, "onAnswer" | "onGone"> & { processes: number; eager: boolean };

export type Pool = {
  /** @throws AnalysisError, or the signal's reason */
  ask(request: Request, signal?: AbortSignal): Promise<Exclude<Answer, { reason: string }>>;
  close(): Promise<void>;
};

/** Children that share the waiting requests. One that is gone costs the request it worked on; the rest go to another. */
export function openPool(options: PoolOptions): Pool {
  const workers = new Set<Worker>();
  const waiting: Job[] = [];
  let closed = false;
  let impatience: NodeJS.Timeout | undefined;

  function start(): Worker {
    const onGone = (gone: Worker, unanswered: Job[]): void => {
      workers.delete(gone);
      waiting.unshift(...unanswered);
      dispatch();
    };
    const worker = startWorker({ ...options, onAnswer: dispatch, onGone });
    workers.add(worker);
    return worker;
  }

  /** Hands waiting jobs to the least busy child. */
  function dispatch(): void {
    handOut();
    const all = [...workers];
    const isCrowded =
      all.every(({ ready }) => ready) && (waiting.length > 0 || all.some(({ jobs }) => jobs.length > 1));
    if (closed || !isCrowded || workers.size >= options.processes) {
      clearTimeout(impatience);
      impatience = undefined;
    } else {
      impatience ??= setTimeout(() => {
        impatience = undefined;
        if (closed) return;
        start();
        dispatch();
      }, PATIENCE_MS).unref();
    }
  }

  function handOut(): void {
    for (let job = waiting[0]; job; job = waiting[0]) {
      if (closed) job.settle(new AnalysisError("the analysis was closed"));
      else if (!job.settled) {
        const [leastBusy] = [...workers].toSorted((a, b) => a.jobs.length - b.jobs.length);
        const worker = leastBusy ?? start();
        if (worker.jobs.length >= DEPTH) return;
        worker.send(job);
      }
      waiting.shift();
    }
  }

  const killAll = (): void => workers.forEach((worker) => void worker.kill());
  // A child that hangs in native code would not notice that its parent is gone.
  process.once("exit", killAll);
  if (options.eager) start();
  return {
    ask: (request, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const job: Job = {
          request,
          settled: false,
          settle(outcome) {
            if (job.settled) return;
            job.settled = true;
            signal?.removeEventListener("abort", abort);
            if (outcome instanceof AnalysisError) reject(outcome);
            else if ("reason" in outcome) reject(new AnalysisError(outcome.reason));
            else resolve(outcome);
          },
        };
        // The child goes on with it, within its limits, and nobody waits.
        const abort = (): void => {
          job.settled = true;
          for (const worker of workers) worker.hold();
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", abort, { once: true });
        waiting.push(job);
        dispatch();
      }),
    async close() {
      closed = true;
      process.off("exit", killAll);
      await Promise.all([...workers].map((worker) => worker.kill()));
      dispatch();
    },
  };
}
