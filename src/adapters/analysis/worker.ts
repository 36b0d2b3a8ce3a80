import { spawn } from "node:child_process";
import { Socket } from "node:net";
import { AnalysisError } from "../../core/analysis.ts";
import { watchMemory } from "./memory-watch.ts";
import type { Answer, FromChild, Request, ToChild } from "./protocol.ts";

/** One request on its way. `settled` = nobody waits for it any more, but its answer may still be due. */
export type Job = { request: Request; settled: boolean; settle(outcome: Answer | AnalysisError): void };

export type WorkerOptions = {
  /** Node's own arguments, then the script and its arguments. */
  argv: string[];
  startTimeoutMs: number;
  fileTimeoutMs: number;
  memoryMb: number;
  /** It is ready, or has answered. */
  onAnswer(): void;
  /** Called once. `unanswered` were not at fault and may be sent to another. */
  onGone(worker: Worker, unanswered: Job[]): void;
};

/** One analysis process. Answers come in order, so the first job is always the one that it works on. */
export type Worker = {
  readonly jobs: readonly Job[];
  /** It has started and takes requests. */
  readonly ready: boolean;
  send(job: Job): void;
  /** Lets the parent end, or not, as the jobs that somebody waits for demand. */
  hold(): void;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
};

export function startWorker(options: WorkerOptions): Worker {
  const { fileTimeoutMs, memoryMb, startTimeoutMs } = options;
  const jobs: Job[] = [];
  let firstId = 0;
  let ready = false;
  let gone = false;
  let lastWords = "";
  let clock: NodeJS.Timeout | undefined;
  const child = spawn(process.execPath, options.argv, {
    env: {},
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    windowsHide: true,
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()).once("error", () => resolve()));
  const memory = watchMemory(child.pid, memoryMb, () => end(`needed more than ${memoryMb} MB`));

  /** The process is as good as gone: the first job, if any, bears the reason. */
  function end(reason: string | undefined): void {
    if (gone) return;
    gone = true;
    clearTimeout(clock);
    memory.pause();
    child.kill("SIGKILL");
    const unanswered = jobs.splice(0);
    if (reason !== undefined) unanswered.shift()?.settle(new AnalysisError(reason));
    hold();
    options.onGone(worker, unanswered);
  }

  /** The clock runs for the first job only, and anew for each; before that, for the start. */
  function restartClock(): void {
    clearTimeout(clock);
    if (ready && jobs.length === 0) return memory.pause();
    // The rules are ours: loading them is a part of the start, however busy the machine is.
    const starting = !ready || (jobs[0] && !("source" in jobs[0].request));
    const [limitMs, reason] = starting
      ? [startTimeoutMs, "the analysis process did not start in time"]
      : [fileTimeoutMs, `parser timed out after ${fileTimeoutMs / 1000} s`];
    const [wasReady, wasFirstId] = [ready, firstId];
    const endIfSilent = (): void => {
      if (ready === wasReady && firstId === wasFirstId) end(reason);
    };
    // An answer that waits behind our own work is read before the child is blamed for being late.
    clock = setTimeout(() => setImmediate(endIfSilent), limitMs).unref();
    if (ready) memory.resume();
  }

  function hold(): void {
    const needed = jobs.some((job) => !job.settled) ? "ref" : "unref";
    child[needed]();
    child.channel?.[needed]();
    if (child.stderr instanceof Socket) child.stderr[needed]();
  }

  function hear(message: FromChild): void {
    if (gone) return;
    if ("ready" in message) {
      ready = true;
      restartClock();
      return options.onAnswer();
    }
    if (message.id !== firstId || jobs.length === 0) return end("parser crashed");
    firstId++;
    const job = jobs.shift();
    restartClock();
    hold();
    job?.settle(message.answer);
    if (message.last) end(undefined);
    else options.onAnswer();
  }

  const worker: Worker = {
    jobs,
    get ready() {
      return ready;
    },
    send(job) {
      jobs.push(job);
      hold();
      if (jobs.length === 1 && ready) restartClock();
      const message: ToChild = { id: firstId + jobs.length - 1, request: job.request };
      child.send(message, () => {}); // A channel that broke is told by "close".
    },
    hold,
    async kill() {
      end("the analysis was closed");
      // An idle child keeps nothing alive; whoever closes it waits for its end, which is told when all its pipes are closed.
      child.ref();
      child.channel?.ref();
      if (child.stderr instanceof Socket) child.stderr.ref();
      await closed;
    },
  };
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (lastWords = (lastWords + text).slice(-8000)));
  child.on("message", hear);
  child.on("error", () => end("the analysis process could not start"));
  child.on("close", () => end(crashReason(ready, lastWords, memoryMb)));
  restartClock();
  hold();
  return worker;
}

function crashReason(ready: boolean, lastWords: string, memoryMb: number): string {
  if (!ready) {
    // It has seen no code yet, so its own words are safe to tell.
    const words = /^\w{0,30}Error\b.{0,200}/m.exec(lastWords)?.[0];
    return `the analysis process could not start${words === undefined ? "" : ` (${words})`}`;
  }
  return /out of memory/i.test(lastWords) ? `needed more than ${memoryMb} MB` : "parser crashed";
}
