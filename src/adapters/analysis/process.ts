import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { AnalysisError, type Analysis, type Source } from "../../core/analysis.ts";
import { permissionArguments } from "./permissions.ts";
import type { Answer, Request } from "./protocol.ts";
import { tooMuch } from "./too-much.ts";
import { startWorker, type Job, type Worker } from "./worker.ts";

export type AnalysisOptions = {
  /** Folder of the rules, one subfolder a language family. */
  rulesFolder: string;
  /** Most child processes at a time; they start when needed. */
  processes?: number;
  /** Start the first child at once, to hide its start behind other work. */
  eager?: boolean;
  fileTimeoutMs?: number;
  memoryMb?: number;
  maxFileBytes?: number;
  /** In UTF-16 code units. */
  maxLineLength?: number;
  /** Ask compilers on PATH too; only for a local user's own command line. */
  toolchain?: boolean;
  /** Another script for the child; tests use it. */
  childScript?: string;
};

const DEFAULTS = { processes: 1, fileTimeoutMs: 5000, memoryMb: 512, maxFileBytes: 2_000_000, maxLineLength: 200_000 };
const START_TIMEOUT_MS = 30_000;

/** So many requests are with a child at once, so that it never waits for the next; only the first can be at fault. */
const DEPTH = 2;

/**
 * Analysis in processes of their own, since native parsers meet hostile bytes there: empty environment, no rights but
 * reading our code and the rules, limits on time and memory. One that hangs, crashes or grows costs the file that it
 * works on; the next call gets a new one. An idle child never keeps the parent alive.
 */
export function openAnalysis(given: AnalysisOptions): Analysis {
  const options = { ...DEFAULTS, ...given };
  const workers = new Set<Worker>();
  const waiting: Job[] = [];
  let closed = false;

  const start = (): Worker => {
    const worker = startWorker({
      arguments: childArguments(options),
      startTimeoutMs: START_TIMEOUT_MS,
      fileTimeoutMs: options.fileTimeoutMs,
      memoryMb: options.memoryMb,
      onAnswer: dispatch,
      onGone: (gone, unanswered) => {
        workers.delete(gone);
        waiting.unshift(...unanswered);
        dispatch();
      },
    });
    workers.add(worker);
    return worker;
  };

  /** Hands waiting jobs to the least busy children; starts another where all are busy. */
  function dispatch(): void {
    while (waiting.length > 0) {
      if (closed) return waiting.splice(0).forEach((job) => job.settle(new AnalysisError("the analysis was closed")));
      const [leastBusy] = [...workers].toSorted((a, b) => a.jobs.length - b.jobs.length);
      const busy = leastBusy === undefined || leastBusy.jobs.length > 0;
      const worker = busy && workers.size < options.processes ? start() : leastBusy;
      if (!worker || worker.jobs.length >= DEPTH) return;
      const job = waiting.shift();
      if (job && !job.settled) worker.send(job);
    }
  }

  function ask(request: Request, signal?: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const job: Job = {
        request,
        settled: false,
        settle(outcome) {
          if (job.settled) return;
          job.settled = true;
          signal?.removeEventListener("abort", onAbort);
          if (outcome instanceof AnalysisError) reject(outcome);
          else if ("reason" in outcome) reject(new AnalysisError(outcome.reason));
          else resolve(outcome);
        },
      };
      const onAbort = (): void => {
        job.settled = true;
        for (const worker of workers) worker.hold();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      waiting.push(job);
      dispatch();
    });
  }

  async function read(source: Source, wanted: Parameters<Analysis["read"]>[1], signal?: AbortSignal) {
    const reason = tooMuch(source, options);
    if (reason !== undefined) throw new AnalysisError(reason);
    const answer = await ask({ source, wanted }, signal);
    if (!("reading" in answer)) throw new AnalysisError("the analyser failed");
    return answer.reading;
  }

  if (options.eager) start();
  process.once("exit", killAll);
  function killAll(): void {
    for (const worker of workers) void worker.kill();
  }
  return {
    read,
    async rules() {
      const answer = await ask({ wanted: "rules" });
      if (!("rules" in answer)) throw new AnalysisError("the rules can't be loaded");
      return answer.rules;
    },
    async close() {
      closed = true;
      process.off("exit", killAll);
      dispatch();
      await Promise.all([...workers].map((worker) => worker.kill()));
    },
  };
}

/** The child is built as this file is: `.ts` in the source tree, `.js` in a package. */
function childArguments({ childScript, memoryMb, rulesFolder }: typeof DEFAULTS & AnalysisOptions): string[] {
  const script = childScript ?? fileURLToPath(new URL(`child${extname(import.meta.url)}`, import.meta.url));
  return [
    ...permissionArguments(rulesFolder),
    `--max-old-space-size=${memoryMb}`,
    "--expose-gc",
    // A regular expression that backtracks without end goes on in linear time instead.
    "--enable-experimental-regexp-engine-on-excessive-backtracks",
    "--no-warnings",
    script,
    rulesFolder,
  ];
}
