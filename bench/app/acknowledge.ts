import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { percentile } from "../figures.ts";
import type { Section } from "../section.ts";
import { openPulls } from "./open-pulls.ts";
import { cpuSecondsBelow, peakMbOf, waitedSecondsOf } from "./process-figures.ts";
import { sendEvents } from "./send-events.ts";
import type { Sent } from "./sender.ts";
import { withStage } from "./stage.ts";

const RATE = 500;
const SECONDS = 60;
const WINDOW_SECONDS = 10;
const PULLS = 50;
const LIMIT_MS = 25;

type Run = {
  what: string;
  sent: Sent;
  cpuShare: number;
  waitedShare: number;
  peakMb: number;
  syncMs: readonly number[];
};

/** How soon a delivery is answered, which is after its job was written to the disk. */
export async function benchAppAcknowledge(): Promise<Section> {
  const runs = [
    await runOnce("deliveries alone (`--role front`)", { REFLEXGEN_ROLE: "front" }),
    await runOnce("the same, and two jobs at a time", {}),
  ];
  const refused = runs.map(({ sent }) => sent.latenciesMs.length - sent.accepted);
  return {
    title: "The App: acknowledgement of deliveries",
    method: `${RATE} signed events a second for ${SECONDS} s at a constant rate (the next is sent when it is due, whatever became of the last), each with GitHub's 21 KB and a body of its own, each one more job that is on the disk before the answer; ${PULLS} pull requests. The App is one process, the sender another thread of the process that holds GitHub; time counts from when an event was due. The spread is that of the p99 of each ${WINDOW_SECONDS} s. The same disk by itself: 500 writes of 4 KB with \`fdatasync\` before each run.`,
    columns: [
      "the process does",
      "events",
      "not 2xx",
      "p50 ms",
      "p99 ms (of each 10 s)",
      "p99.9 ms",
      "most ms",
      "processors used",
      "of the wall time ready, but waiting for one",
      "peak MB",
      "`fdatasync` p50, p99 ms",
    ],
    rows: runs.map(({ what, sent, cpuShare, waitedShare, peakMb, syncMs }) => {
      const at = (share: number): string => percentile(sent.latenciesMs, share).toFixed(1);
      const windows = windowsOf(sent).map((one) => percentile(one, 99));
      return [
        what,
        String(sent.latenciesMs.length),
        String(sent.latenciesMs.length - sent.accepted),
        at(50),
        `${at(99)} (${Math.min(...windows).toFixed(1)}–${Math.max(...windows).toFixed(1)})`,
        at(99.9),
        at(100),
        cpuShare.toFixed(2),
        `${(waitedShare * 100).toFixed(0)} %`,
        peakMb.toFixed(0),
        `${percentile(syncMs, 50).toFixed(1)}, ${percentile(syncMs, 99).toFixed(1)}`,
      ];
    }),
    goals: [
      ...runs.map(({ what, sent }) => {
        const p99 = percentile(sent.latenciesMs, 99);
        const text = `${what}: p99 at most ${LIMIT_MS} ms at ${RATE}/s for ${SECONDS} s`;
        return { text, found: `${p99.toFixed(1)} ms`, met: p99 <= LIMIT_MS };
      }),
      { text: "no answer but 2xx", found: refused.join(" and "), met: refused.every((count) => count === 0) },
    ],
  };
}

function runOnce(what: string, settings: Record<string, string>): Promise<Run> {
  return withStage(async (stage) => {
    const targets = await openPulls(stage, PULLS);
    const syncMs = measureSyncs(join(stage.scratch, "syncs"));
    const app = await stage.start(settings);
    const { secret } = stage.registered.webhook;
    const sending = { url: app.webhookUrl, secret, insist: false };
    // A process that has just started compiles its code first.
    await sendEvents({ ...sending, source: { targets, seed: 1 }, count: 2000, ratePerSecond: 200 });
    const [cpu, waited, start] = [cpuSecondsBelow(app.pid), waitedSecondsOf(app.pid), performance.now()];
    const count = RATE * SECONDS;
    const sent = await sendEvents({ ...sending, source: { targets, seed: 1e6 }, count, ratePerSecond: RATE });
    const seconds = (performance.now() - start) / 1000;
    const cpuShare = (cpuSecondsBelow(app.pid) - cpu) / seconds;
    const waitedShare = (waitedSecondsOf(app.pid) - waited) / seconds;
    return { what, sent, cpuShare, waitedShare, peakMb: peakMbOf(app.pid), syncMs };
  });
}

function windowsOf({ latenciesMs, dueMs }: Sent): number[][] {
  const windows: number[][] = [];
  for (const [index, latency] of latenciesMs.entries())
    (windows[Math.floor((dueMs[index] ?? 0) / WINDOW_SECONDS / 1000)] ??= []).push(latency);
  return windows;
}

function measureSyncs(file: string): number[] {
  const descriptor = openSync(file, "w");
  const block = Buffer.alloc(4096);
  const times = Array.from({ length: 500 }, () => {
    const start = performance.now();
    writeSync(descriptor, block);
    fdatasyncSync(descriptor);
    return performance.now() - start;
  });
  closeSync(descriptor);
  return times;
}
