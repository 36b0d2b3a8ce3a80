import { join } from "node:path";
import { withSpread } from "./figures.ts";
import { runInTurn, wallMs } from "./measure.ts";
import { makeRepository } from "./repository.ts";
import { findingsIn, reflexgen, withScratch } from "./scratch.ts";
import type { Section } from "./section.ts";
import { SOUND, STARTS, WEAK } from "./weak-code.ts";

const RUNS = 15;
const LIMIT_MS = 700;

/** Cold start of `review`: a new process each time, on a change of three small files in three languages. */
export function benchStart(): Promise<Section> {
  return withScratch(async (scratch) => {
    const commands = Object.fromEntries(
      Object.entries({ "nothing to find": SOUND, "a finding in each file": WEAK }).map(([name, added]) => {
        const changes = Object.entries(STARTS).map(([extension, before]) => ({
          path: `src/shop.${extension}`,
          before,
          after: before + (added[extension] ?? ""),
        }));
        const folder = makeRepository(join(scratch, name), changes);
        return [name, reflexgen(scratch, folder, "review", "HEAD~1..HEAD", "--format", "json")];
      }),
    );
    const runs = await runInTurn(commands, RUNS, Object.values(commands));
    return {
      title: "Cold start of `review`",
      method: `A range of three small files (Python, TypeScript, Go), without a model; n = ${RUNS} each in turn, after one run that does not count (it fills the compile cache and the knowledge store).`,
      columns: [
        "what",
        "findings",
        "with a checked fix",
        "seconds: median (least–most)",
        "CPU seconds of all processes",
      ],
      rows: Object.entries(runs).map(([name, each]) => [
        name,
        ...findingsIn(each[0]?.output ?? ""),
        withSpread(
          each.map((one) => one.wallMs / 1000),
          2,
        ),
        withSpread(
          each.map((one) => one.cpuMs / 1000),
          2,
        ),
      ]),
      goals: Object.entries(runs).map(([name, each]) => ({
        text: `${name}: at most ${LIMIT_MS / 1000} s`,
        found: `${(wallMs(each) / 1000).toFixed(2)} s, at best ${(Math.min(...each.map((one) => one.wallMs)) / 1000).toFixed(2)} s`,
        met: wallMs(each) <= LIMIT_MS,
      })),
    };
  });
}
