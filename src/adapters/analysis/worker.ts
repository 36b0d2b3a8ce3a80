import { spawn } from "node:child_process";
import { AnalysisError } from "../../core/analysis.ts";
import { watchMemory } from "./memory-watch.ts";
import type { Answer, FromChild, Request, ToChild } from "./protocol.ts";

/** One request on its way. `settled` = nobody waits for it any more, but its answer is still due. */
export type Job = { request: Request; settled: boolean; settle(outcome: Answer | AnalysisError): void };

export type WorkerOptions = {
  /** Node's own arguments, then the script and its arguments. */
  arguments: string[];
  startTimeoutMs: number;
  fileTimeoutMs: number;
  memoryMb: number;
  /** The child is gone; `unanswered` were not at fault and may be sent to another. */
  onGone(worker: Worker, unanswered: Job[]): void;
  onAnswer(): void;
};

/** One analysis process. Answers come in order, so the first job is always the one that it works on. */
export type Worker = {
  readonly jobs: readonly Job[];
  send(job: Job): void;
  /** Lets the parent end, or not, as the jobs that somebody waits for demand. */
  hold(): void;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
};

export function startWorker(options: WorkerOptions): Worker {
  const { fileTimeoutMs, memoryMb, startTimeoutMs } = options;
  const child = spawn(process.execPath, options.arguments, {
    env: {},
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    windowsHide: true,
  });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const jobs: Job[] = [];
  const sentIds: number[] = [];
  let ready = false;
  let nextId = 0;
  let killReason: string | undefined;
  let lastWords = "";
  let deadline: NodeJS.Timeout | undefined;
  const kill = (reason: string): void => {
    killReason ??= reason;
    child.kill("SIGKILL");
  };
  const watch = watchMemory(child.pid, memoryMb, () => kill(`needed more than ${memoryMb} MB`));

  /** The clock runs for the first job only, and anew for each. */
  const restartClock = (): void => {
    clearTimeout(deadline);
    watch.pause();
    if (ready && jobs.length === 0) return;
    const [limitMs, reason] = ready
      ? [fileTimeoutMs, `parser timed out after ${fileTimeoutMs / 1000} s`]
      : [startTimeoutMs, "the analysis process did not start in time"];
    deadline = setTimeout(() => kill(reason), limitMs).unref();
    if (ready) watch.resume();
  };

  const hold = (): void => {
    const needed = jobs.some((job) => !job.settled);
    if (needed) child.ref();
    else child.unref();
    for (const handle of [child.channel, child.stderr as unknown as Handle | null]) {
      if (needed) handle?.ref();
      else handle?.unref();
    }
  };

  child.stderr?.setEncoding("utf8").on("data", (text: string) => (lastWords = (lastWords + text).slice(-8000)));
  child.on("message", (message: FromChild) => {
    if ("ready" in message) {
      ready = true;
      restartClock();
      return;
    }
    if (message.id !== sentIds[0]) return kill("parser crashed");
    sentIds.shift();
    const job = jobs.shift();
    restartClock();
    hold();
    job?.settle(message.answer);
    options.onAnswer();
  });
  child.on("error", () => kill("the analysis process could not start"));
  child.once("close", () => {
    clearTimeout(deadline);
    watch.pause();
    const reason = killReason ?? crashReason(ready, lastWords, memoryMb);
    const [first, ...others] = jobs.splice(0);
    first?.settle(new AnalysisError(reason));
    options.onGone(worker, others);
  });
  const worker: Worker = {
    jobs,
    send(job) {
      jobs.push(job);
      const message: ToChild = { id: nextId, request: job.request };
      sentIds.push(nextId++);
      if (child.connected) child.send(message, () => {});
      hold();
      if (jobs.length === 1) restartClock();
    },
    hold,
    kill: async () => {
      kill("the analysis was closed");
      await gone;
    },
  };
  restartClock();
  hold();
  return worker;
}

type Handle = { ref(): void; unref(): void };

function crashReason(ready: boolean, lastWords: string, memoryMb: number): string {
  if (!ready) return "the analysis process could not start";
  return /out of memory/i.test(lastWords) ? `needed more than ${memoryMb} MB` : "parser crashed";
}
