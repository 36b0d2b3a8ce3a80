import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { QueueCounts } from "../core/job-queue.ts";
import type { Observation } from "../core/pull/deps.ts";

/** What a process counts. Labels are of our own words only: no repository, no name, nothing that a stranger could choose. */
export type Metrics = {
  /** `event` is one of ours. */
  event: (event: string, outcome: "job" | "known" | "nothing" | "mismatch") => void;
  /** One request on the webhook path, from its header to its answer. */
  delivery: (status: number, milliseconds: number) => void;
  job: (kind: string, outcome: JobOutcome, milliseconds: number) => void;
  observe: (what: Observation) => void;
  githubRequest: (method: string, status: number) => void;
  /** In Prometheus' text form. */
  text: () => Promise<string>;
  readonly contentType: string;
};

export type JobOutcome = "done" | "later" | "released" | "failed" | "dead";

const ACKNOWLEDGEMENT_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 10];
const JOB_SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200];

/** `queueCounts` is asked when somebody reads the metrics; without an answer the figure is left out. */
export function openMetrics(queueCounts: () => Promise<QueueCounts>): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: "reflexgen_" });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `reflexgen_${name}`, help, labelNames, registers });
  const events = counter("events_total", "Events of GitHub by what followed from them", ["event", "outcome"]);
  const jobs = counter("jobs_total", "Runs of jobs by how they ended", ["kind", "outcome"]);
  const reviews = counter("reviews_total", "Reviews, and whether all that was selected was read", ["whole"]);
  const findings = counter("findings_total", "Findings reported", []);
  const late = counter("late_findings_total", "Findings of code that an earlier, complete review had passed", ["how"]);
  const suggestions = counter("suggestions_total", "Fixes offered as suggestions", []);
  const tokens = counter("model_tokens_total", "Tokens that models counted", []);
  const rounds = counter("model_rounds_total", "Versions that models made", []);
  const degraded = counter("degraded_total", "What was left out for want of a right", ["action"]);
  const learning = counter("fixes_total", "Fixes applied and findings learned of", ["what"]);
  const requests = counter("github_requests_total", "Requests to GitHub's API", ["method", "status"]);
  const deliveries = new Histogram({
    name: "reflexgen_delivery_seconds",
    help: "Time from a delivery's header to its answer",
    labelNames: ["status"],
    buckets: ACKNOWLEDGEMENT_SECONDS,
    registers,
  });
  const jobSeconds = new Histogram({
    name: "reflexgen_job_seconds",
    help: "Time of one run of a job",
    labelNames: ["kind"],
    buckets: JOB_SECONDS,
    registers,
  });
  const queueJobs = new Gauge({
    name: "reflexgen_queue_jobs",
    help: "Jobs in the queue by state",
    labelNames: ["state"],
    registers,
  });
  return {
    event: (event, outcome) => events.inc({ event, outcome }),
    delivery: (status, milliseconds) => deliveries.observe({ status }, milliseconds / 1000),
    job(kind, outcome, milliseconds) {
      jobs.inc({ kind, outcome });
      jobSeconds.observe({ kind }, milliseconds / 1000);
    },
    observe(what) {
      if (what.what === "degraded") degraded.inc({ action: what.action });
      else if (what.what === "late") {
        late.inc({ how: "listed" }, what.listed);
        late.inc({ how: "said" }, what.said);
      } else if (what.what !== "review") learning.inc({ what: what.what }, what.amount);
      else {
        reviews.inc({ whole: what.incomplete ? "no" : "yes" });
        findings.inc(what.findings);
        suggestions.inc(what.suggestions);
        tokens.inc(what.tokens);
        rounds.inc(what.rounds);
      }
    },
    githubRequest: (method, status) => requests.inc({ method, status: `${Math.floor(status / 100)}xx` }),
    async text() {
      queueJobs.reset();
      const counts = await queueCounts().catch(() => undefined);
      for (const [state, count] of Object.entries(counts ?? {})) queueJobs.set({ state }, count);
      return register.metrics();
    },
    contentType: register.contentType,
  };
}
