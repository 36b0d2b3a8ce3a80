import { join } from "node:path";
import { withSpread } from "./figures.ts";
import { peakMb, runInTurn, wallMs } from "./measure.ts";
import { realChanges, realFiles } from "./real-changes.ts";
import { makeRepository } from "./repository.ts";
import { findingsIn, reflexgen, withScratch } from "./scratch.ts";
import type { Section } from "./section.ts";

const RUNS = 5;
const FILES = 100;
const LIMIT_MS = 5000;

/** A review of a large pull request: real files of several languages, each with a function added and a line changed. */
export function benchRange(): Promise<Section> {
  return withScratch(async (scratch) => {
    const changes = realChanges(realFiles(scratch), FILES);
    const folder = makeRepository(join(scratch, "repository"), changes);
    const command = reflexgen(scratch, folder, "review", "HEAD~1..HEAD", "--format", "json");
    const { range } = await runInTurn({ range: command }, RUNS, [command]);
    const bytes = changes.reduce((sum, change) => sum + change.after.length, 0);
    return {
      title: "A range of 100 files",
      method: `${FILES} real files (Python, TypeScript, Go, JavaScript; ${(bytes / 1e6).toFixed(1)} MB), each with a function added at its end, without a model; n = ${RUNS} after one run that does not count.`,
      columns: [
        "findings",
        "with a checked fix",
        "seconds: median (least–most)",
        "CPU seconds of all processes",
        "peak MB of the process tree",
      ],
      rows: [
        [
          ...findingsIn(range[0]?.output ?? ""),
          withSpread(
            range.map((one) => one.wallMs / 1000),
            2,
          ),
          withSpread(
            range.map((one) => one.cpuMs / 1000),
            2,
          ),
          peakMb(range).toFixed(0),
        ],
      ],
      goals: [
        {
          text: `at most ${LIMIT_MS / 1000} s`,
          found: `${(wallMs(range) / 1000).toFixed(1)} s`,
          met: wallMs(range) <= LIMIT_MS,
        },
      ],
    };
  });
}
