import { join } from "node:path";
import { openGitHubApp } from "./adapters/host/github-app.ts";
import { openQueue } from "./adapters/queue/open-queue.ts";
import { openKeptValue } from "./adapters/state/kept-value.ts";
import { openApp, type RunningApp } from "./app/app.ts";
import type { JobDeps } from "./app/job-deps.ts";
import { afterDeath, runJob } from "./app/jobs.ts";
import type { Log } from "./app/log.ts";
import { openMetrics, type Metrics } from "./app/metrics.ts";
import { ticketOf } from "./app/ticket.ts";
import { withinDeadline } from "./app/within-deadline.ts";
import type { AppConfig } from "./app-config.ts";
import type { Environment } from "./config.ts";
import type { RuleSummary } from "./core/analysis.ts";
import { openBudget } from "./core/budget.ts";
import { Job } from "./core/job.ts";
import { COMMAND_NAMES } from "./core/pull/answer/command.ts";
import type { AppHost } from "./core/pull-request.ts";
import { openWords } from "./report/words.ts";
import { wireAnalysis, wireDecisions, wireKnowledge, wireModel } from "./wire.ts";

/** Units that wait for a model at the same time; without one the analysis processes are the limit. */
const UNITS_AT_ONCE = 4;

/** What a job may take beyond the time of its review: reading, writing, and waiting for its turn to write. */
const BESIDE_THE_REVIEW_MS = 10 * 60_000;

/** One process of the App, from its settings to its open port. */
export async function wireApp(config: AppConfig, log: Log, environment: Environment = {}): Promise<RunningApp> {
  const queue = await openQueue({
    address: "address" in config.queue ? config.queue.address : config.queue.file,
    readPayload: (json) => Job.parse(json),
    ...config.queueTimes,
    ...(config.clock && { clocks: { bootMs: config.clock.bootMs, wallMs: config.clock.now } }),
    onTrouble: (error) =>
      log.warn("trouble with the queue", { reason: error instanceof Error ? error.message : "unknown" }),
  });
  const metrics = openMetrics(() => queue.counts());
  const now = config.clock?.now ?? Date.now;
  const host = openGitHubApp({
    appId: config.appId,
    privateKey: config.privateKey,
    apiUrl: config.apiUrl,
    now,
    sleep: config.clock?.sleep,
    // Git's: PATH, proxies, certificates.
    environment,
    log: log.warn,
    onAnswer: ({ method, status }) => metrics.githubRequest(method, status),
  });
  const working = config.role === "front" ? undefined : await wireWork(config, host, metrics);
  /** What follows from a job is asked for once, however often the job runs: the ids come from its own. */
  const depsOf = (work: Work, origin: unknown): JobDeps => ({
    ...work.deps,
    enqueue: async (job) => void (await queue.add(ticketOf(job, origin))),
  });
  const app = await openApp(config, {
    queue,
    host,
    jobs: working && {
      run: (job, lease) =>
        withinDeadline(config.limits.timeMs + BESIDE_THE_REVIEW_MS, lease, (held) =>
          runJob(job, held, depsOf(working, lease.id)),
        ),
      onDead: (job) => afterDeath(job, depsOf(working, ["dead", now()])),
    },
    tell: { openWords: wireWords(config, []), observe: metrics.observe },
    needs: working ? { knowledge: working.askStore } : {},
    kept: (name) => openKeptValue(join(config.stateFolder, `${name}.json`)),
    log,
    metrics,
    now,
  });
  return {
    ...app,
    async stop(deadlineMs) {
      await app.stop(deadlineMs);
      await working?.close();
    },
  };
}

/** Without `rules`, for a process that has none, findings' references are not named. */
function wireWords({ markSecrets }: AppConfig, rules: readonly RuleSummary[]): JobDeps["openWords"] {
  return (ref, scrub, { apply } = { apply: true }) => {
    const commands = COMMAND_NAMES.filter((name) => apply || name !== "apply");
    return openWords({ ref, secrets: markSecrets, scrub, rules, commands });
  };
}

type Work = {
  deps: Omit<JobDeps, "enqueue">;
  /** Resolves when the store of lessons answers. */
  askStore: () => Promise<void>;
  close: () => Promise<void>;
};

/** What jobs are done with; a process that does none opens none of it. */
async function wireWork(config: AppConfig, app: AppHost, metrics: Metrics): Promise<Work> {
  const store = wireKnowledge(config);
  const decisions = wireDecisions(config);
  // No compilers of this machine: what a stranger's pull request brings is read by our own parsers, behind their fence.
  const analysis = wireAnalysis({ processes: config.concurrency, environment: {}, reviewed: [] });
  const thinking = await wireModel(config, undefined);
  const rules = await analysis.rules();
  return {
    deps: {
      app,
      store,
      decisions,
      now: config.clock?.now ?? Date.now,
      observe: metrics.observe,
      openBudget: () => openBudget(config.limits, () => performance.now(), config.prices),
      openWords: wireWords(config, rules),
      review: {
        analysis,
        ...(thinking && { thinking }),
        limits: config.limits,
        concurrency: thinking ? UNITS_AT_ONCE : config.concurrency * 2,
        onlyAi: false,
        explain: false,
        random: Math.random,
      },
    },
    async askStore() {
      for await (const _ of store.list({ scope: "shared", ids: ["none"] })) break;
    },
    async close() {
      await Promise.allSettled([analysis.close(), store.close(), decisions.close()]);
    },
  };
}
