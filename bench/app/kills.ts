import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbeddedQueue } from "../../src/adapters/queue/embedded.ts";
import { readEvent } from "../../src/app/read-event.ts";
import { ticketOf } from "../../src/app/ticket.ts";
import { Job } from "../../src/core/job.ts";
import type { JobQueue } from "../../src/core/job-queue.ts";
import type { Section } from "../section.ts";
import { eventOf, type EventSource, type Target } from "./event.ts";
import { openPulls } from "./open-pulls.ts";
import { seeded } from "./seeded.ts";
import { sendEvents } from "./send-events.ts";
import { withStage, type Stage } from "./stage.ts";
import { freePort } from "../../demo/free-port.ts";

const EVENTS = 10_000;
const PULLS = 500;
const KILLS = 5;
const RATE = 150;
const SEEDS = [20_261_122, 7];
const QUIET_WITHIN_MS = 15 * 60_000;

type Run = {
  seed: number;
  /** Events after which the process was killed. */
  killedAt: number[];
  refused: number;
  /** Accepted, and the queue does not know them as done. */
  lost: number;
  dead: number;
  /** Pull requests with another number of reviews, summaries, or concluded checks of their head than one. */
  reviews: { none: number; twice: number };
  summaries: { none: number; twice: number };
  unconcluded: number;
  seconds: number;
};

/** Accepted events are done and reviews are posted once, wherever the process dies. */
export async function benchAppKills(): Promise<Section> {
  const runs: Run[] = [];
  for (const seed of SEEDS) runs.push(await runOnce(seed));
  const sum = (of: (run: Run) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const [lost, twice] = [sum((run) => run.lost + run.dead), sum((run) => run.reviews.twice + run.summaries.twice)];
  const missing = sum((run) => run.reviews.none + run.unconcluded);
  return {
    title: "The App: killed while it works",
    method: `${EVENTS} signed events a seed (each with a body and so a job of its own) about ${PULLS} small pull requests with a weakness each, in an order drawn from the seed, ${RATE} a second; ${KILLS} times the whole process gets SIGKILL, at events drawn from the seed, and is started again at once. What gets no 2xx is sent again, as a redelivery would be. Judges: the queue's own record for every accepted event (its job, asked for again, must be known as done), and GitHub's state for every pull request.`,
    columns: [
      "seed",
      "killed after event",
      "sends without a 2xx",
      "accepted events lost",
      "jobs given up",
      "pull requests without a review, with two",
      "without a summary, with two",
      "checks not concluded",
      "seconds",
    ],
    rows: runs.map((run) => [
      String(run.seed),
      run.killedAt.join(", "),
      String(run.refused),
      `${run.lost} of ${EVENTS}`,
      String(run.dead),
      `${run.reviews.none}, ${run.reviews.twice} of ${PULLS}`,
      `${run.summaries.none}, ${run.summaries.twice}`,
      String(run.unconcluded),
      run.seconds.toFixed(0),
    ]),
    goals: [
      {
        text: "no accepted event lost",
        found: `${lost} of ${EVENTS * SEEDS.length}`,
        met: lost === 0 && missing === 0,
      },
      { text: "no review posted twice", found: `${twice} of ${PULLS * SEEDS.length}`, met: twice === 0 },
    ],
  };
}

function runOnce(seed: number): Promise<Run> {
  return withStage(async (stage) => {
    const targets = await openPulls(stage, PULLS);
    const source: EventSource = { targets, seed };
    const settings = { PORT: String(await freePort()), REFLEXGEN_CONCURRENCY: "4" };
    let app = await stage.start(settings);
    const random = seeded(seed);
    const killedAt = Array.from({ length: KILLS }, () => Math.floor((0.05 + 0.9 * random()) * EVENTS)).toSorted(
      (a, b) => a - b,
    );
    const start = performance.now();
    const progress = { accepted: 0, sending: true };
    const { secret } = stage.registered.webhook;
    const sent = sendEvents(
      { url: app.webhookUrl, secret, source, insist: true, count: EVENTS, ratePerSecond: RATE },
      (count) => (progress.accepted = count),
    ).finally(() => (progress.sending = false));
    for (const at of killedAt) {
      while (progress.sending && progress.accepted < at) await sleep(1);
      await app.end("SIGKILL");
      app = await stage.start(settings);
    }
    const { statuses } = await sent;
    const file = join(stage.scratch, "home", "queue.sqlite");
    const queue = openEmbeddedQueue<Job>({ file, readPayload: (json) => Job.parse(json) });
    await quiet(queue);
    const seconds = (performance.now() - start) / 1000;
    const dead = (await queue.counts()).dead;
    await app.end("SIGTERM");
    const lost = await lostOf(queue, source, stage.registered.id);
    await queue.close();
    stage.github.assertNoViolations();
    const refused = Object.entries(statuses).reduce((sum, [status, count]) => sum + (status === "202" ? 0 : count), 0);
    return { seed, killedAt, refused, lost, dead, seconds, ...judged(stage, targets) };
  });
}

async function quiet(queue: JobQueue<Job>): Promise<void> {
  for (const end = performance.now() + QUIET_WITHIN_MS; performance.now() < end; await sleep(200)) {
    const { waiting, delayed, running } = await queue.counts();
    if (waiting + delayed + running === 0) return;
  }
  throw new Error("jobs are left that nobody ends");
}

/** What is done is known and adds nothing; what was lost would be added. */
async function lostOf(queue: JobQueue<Job>, source: EventSource, appId: number): Promise<number> {
  let lost = 0;
  for (let index = 0; index < EVENTS; index++) {
    const { payload } = eventOf(source, index);
    const jobs = readEvent("pull_request", payload, { id: appId });
    if (jobs === "mismatch" || jobs.length !== 1) throw new Error("an event is no longer one job");
    for (const job of jobs) if ((await queue.add(ticketOf(job, payload))) === "added") lost++;
  }
  return lost;
}

function judged({ github }: Stage, targets: readonly Target[]): Pick<Run, "reviews" | "summaries" | "unconcluded"> {
  const { world } = github;
  const reviews = { none: 0, twice: 0 };
  const summaries = { none: 0, twice: 0 };
  let unconcluded = 0;
  const count = (into: typeof reviews, found: number): void => {
    if (found === 0) into.none++;
    if (found > 1) into.twice++;
  };
  for (const { repository, number, headSha } of targets) {
    const pull = [...world.pulls.values()].find((one) => one.repositoryId === repository && one.number === number);
    count(reviews, [...world.reviews.values()].filter((one) => one.pullId === pull?.id).length);
    count(summaries, [...world.issueComments.values()].filter((one) => one.pullId === pull?.id).length);
    const runs = [...world.checkRuns.values()].filter((one) => one.headSha === headSha);
    if (runs.length === 0 || runs.some((one) => one.status !== "completed")) unconcluded++;
  }
  return { reviews, summaries, unconcluded };
}
