import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { format } from "prettier";
import { measurePlacement, shrink } from "./measure.ts";
import { withPlacement } from "./place-section.ts";
import { placementSection } from "./placement-section.ts";
import { postOnGitHub, type Posted } from "./post-on-github.ts";

// `npm run bench:placement -- --cases N --seed S --pulls P` holds placement against git and the strict GitHub, and writes its section of
// docs/benchmarks.md unless it is told another number of cases. It ends with 1 when anything was misplaced.
const CASES = 100_000;
const FILES_OF_A_PULL = 1000;
const MOST_SHOWN = 5;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: String(CASES) },
    seed: { type: "string", default: "20261122" },
    pulls: { type: "string", default: "4" },
  },
});
const [cases, seed, pulls] = [Number(values.cases), Number(values.seed), Number(values.pulls)];
if (![cases, seed, pulls].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error("--cases, --seed and --pulls are whole numbers.");
  process.exit(2);
}

const started = performance.now();
const secondsSince = (then: number): number => (performance.now() - then) / 1000;
const totals = await measurePlacement(cases, seed, (done, wrong) =>
  process.stderr.write(`\r${done} of ${cases} cases, ${wrong} wrong, ${secondsSince(started).toFixed(0)} s`),
);
process.stderr.write("\n");
const seconds = secondsSince(started);
for (const wrong of totals.wrong.slice(0, MOST_SHOWN)) {
  console.log(`\nseed ${wrong.seed}, case ${wrong.index}: ${wrong.faults.join("; ")}`);
  console.log(await shrink(wrong));
}

const posted: Posted[] = [];
for (let pull = 0; pull < pulls; pull++) {
  posted.push(await postOnGitHub(FILES_OF_A_PULL, seed + 1_000_000 + pull));
  process.stderr.write(`pull request ${pull + 1} of ${pulls}: ${JSON.stringify(posted.at(-1))}\n`);
}

const section = placementSection({ totals, posted, seed, seconds, day: new Date().toISOString().slice(0, 10) });
console.log(section);
if (cases === CASES) {
  const target = new URL("../../docs/benchmarks.md", import.meta.url);
  const part = await format(section, { parser: "markdown", printWidth: 120 });
  writeFileSync(target, withPlacement(readFileSync(target, "utf8"), part));
}
if (totals.wrong.length > 0 || posted.some(({ refused, wrong }) => refused + wrong > 0)) process.exitCode = 1;
