import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { percentile } from "../figures.ts";
import type { Section } from "../section.ts";
import type { AppProcess } from "./app-process.ts";
import { openPulls } from "./open-pulls.ts";
import { peakMbOf, resetPeakOf, residentMbOf } from "./process-figures.ts";
import { sendEvents } from "./send-events.ts";
import type { Sent } from "./sender.ts";
import type { Flood, Flooded } from "./sender-of-floods.ts";
import { withStage } from "./stage.ts";

const SENDERS = 8;
const RATE = 100;
const SECONDS = 10;
const MEMORY_MB = 64;
const LOG_BYTES = 1024;
const LIMIT_MS = 50;

type Kind = { what: string; flood: Omit<Flood, "url" | "senders"> | undefined };
type Run = {
  what: string;
  sent: Sent;
  flooded: Flooded | undefined;
  beforeMb: number;
  grewMb: number;
  logBytes: number;
};

const KINDS: readonly Kind[] = [
  { what: "nobody else", flood: undefined },
  { what: "8 × 300 MB, chunked, once", flood: { megabytes: 300, saysLength: false, forMs: 0 } },
  {
    what: "the same, begun again whenever it is cut off",
    flood: { megabytes: 300, saysLength: false, forMs: SECONDS * 1000 },
  },
  {
    what: "8 × 24 MB, length said, again and again",
    flood: { megabytes: 24, saysLength: true, forMs: SECONDS * 1000 },
  },
];

/** What strangers with large bodies cost, and those who have business here beside them. */
export async function benchAppFlood(): Promise<Section> {
  const runs = await withStage(async (stage) => {
    const targets = await openPulls(stage, 5);
    const app = await stage.start({ REFLEXGEN_ROLE: "front" });
    const { secret } = stage.registered.webhook;
    let seed = 1;
    const events = (count: number): Promise<Sent> =>
      sendEvents({
        url: app.webhookUrl,
        secret,
        source: { targets, seed: (seed += 1e6) },
        insist: false,
        count,
        ratePerSecond: RATE,
      });
    // What a process takes to get going is not the strangers' doing.
    await events(SECONDS * RATE * 2);
    const done: Run[] = [];
    for (const kind of KINDS) done.push(await runOnce(kind, app, () => events(SECONDS * RATE)));
    return done;
  });
  const [, ...attacked] = runs;
  return {
    title: "The App: large bodies without a signature",
    method: `${SENDERS} senders at once, each body under a signature that does not hold, while GitHub goes on with ${RATE} signed events a second (21 KB) for ${SECONDS} s; one process (\`--role front\`), the cases one after the other. Memory is the kernel's own peak of the resident set above what it was just before, log is what the process wrote. A body whose length nobody says is cut at 1 MB, any other at 25 MB, and the large ones go through one buffer of that size.`,
    columns: [
      "strangers",
      "requests, MB sent",
      "answers",
      "RSS before, + at its peak",
      "bytes of log",
      "signed: not 2xx",
      "p50, p99, most ms",
    ],
    rows: runs.map((run) => [
      run.what,
      run.flooded ? `${run.flooded.requests}, ${run.flooded.megabytes}` : "0",
      Object.entries(run.flooded?.statuses ?? {})
        .map(([status, count]) => `${count} × ${status}`)
        .join(", ") || "none read",
      `${run.beforeMb.toFixed(0)} MB, + ${run.grewMb.toFixed(0)}`,
      String(run.logBytes),
      String(run.sent.latenciesMs.length - run.sent.accepted),
      [50, 99, 100].map((share) => percentile(run.sent.latenciesMs, share).toFixed(1)).join(", "),
    ]),
    goals: attacked.map((run) => {
      const p99 = percentile(run.sent.latenciesMs, 99);
      return {
        text: `${run.what}: memory + at most ${MEMORY_MB} MB, log at most ${LOG_BYTES} bytes, signed events beside it p99 at most ${LIMIT_MS} ms`,
        found: `+ ${run.grewMb.toFixed(0)} MB, ${run.logBytes} bytes, ${p99.toFixed(1)} ms`,
        met: run.grewMb <= MEMORY_MB && run.logBytes <= LOG_BYTES && p99 <= LIMIT_MS,
      };
    }),
  };
}

async function runOnce({ what, flood }: Kind, app: AppProcess, events: () => Promise<Sent>): Promise<Run> {
  const [beforeMb, saidBytes] = [residentMbOf(app.pid), app.saidBytes()];
  resetPeakOf(app.pid);
  const [sent, flooded] = await Promise.all([
    events(),
    flood && send({ ...flood, url: app.webhookUrl, senders: SENDERS }),
  ]);
  return { what, sent, flooded, beforeMb, grewMb: peakMbOf(app.pid) - beforeMb, logBytes: app.saidBytes() - saidBytes };
}

async function send(flood: Flood): Promise<Flooded> {
  const worker = new Worker(new URL("./sender-of-floods.ts", import.meta.url), { workerData: flood });
  const [flooded] = (await once(worker, "message")) as [Flooded];
  return flooded;
}
