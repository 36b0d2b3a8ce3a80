import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg, totalmem } from "node:os";
import { benchAppAcknowledge } from "./app/acknowledge.ts";
import { benchAppFlood } from "./app/flood.ts";
import { benchAppKills } from "./app/kills.ts";
import { benchAppReview } from "./app/review.ts";
import { placementOf } from "./placement/place-section.ts";
import { benchRange } from "./range.ts";
import { benchScan } from "./scan.ts";
import { sectionOf } from "./detect/place-section.ts";
import { renderSection, type Section } from "./section.ts";
import { benchStart } from "./start.ts";

// `npm run bench [name…]`. All of them together write docs/benchmarks.md; single ones only say what they found.
const BENCHMARKS: Readonly<Record<string, () => Promise<Section>>> = {
  start: benchStart,
  range: benchRange,
  scan: benchScan,
  "app-review": benchAppReview,
  "app-acknowledge": benchAppAcknowledge,
  "app-flood": benchAppFlood,
  "app-kills": benchAppKills,
};

const names = process.argv.slice(2);
/** `app` means all of the App's. */
const isMeant = (name: string, word: string): boolean => name === word || name.startsWith(`${word}-`);
const unknown = names.filter((word) => !Object.keys(BENCHMARKS).some((name) => isMeant(name, word)));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}; there are ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exit(2);
}
const loads = [loadavg()[0] ?? 0];
const parts: string[] = [];
for (const [name, bench] of Object.entries(BENCHMARKS)) {
  if (names.length > 0 && !names.some((word) => isMeant(name, word))) continue;
  parts.push(renderSection(await bench()));
  loads.push(loadavg()[0] ?? 0);
  console.log(parts.at(-1));
}
if (names.length === 0) {
  const target = new URL("../docs/benchmarks.md", import.meta.url);
  // These sections are other commands': they stay as they are.
  const page = await readFile(target, "utf8");
  const others = [sectionOf(page, "detection"), placementOf(page), sectionOf(page, "noise")].flatMap((part) =>
    part === undefined ? [] : [`${part}\n`],
  );
  await writeFile(target, [header(), ...parts, ...others].join("\n"));
}

function header(): string {
  const [processor] = cpus();
  const machine = `${cpus().length} × ${processor?.model ?? "unknown processor"}, ${(totalmem() / 2 ** 30).toFixed(0)} GB, ${process.platform}, Node ${process.versions.node}`;
  const noise = `load average between ${Math.min(...loads).toFixed(1)} and ${Math.max(...loads).toFixed(1)} while it ran, our own processes included`;
  return `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; single ones: \`npm run bench NAME\` with one of ${Object.keys(BENCHMARKS).join(", ")}; \`app\` means all of the App's. These are measurements, no tests: nothing fails when a goal is missed.

Machine: ${machine}. Noise: ${noise}; where others worked on the machine at the same time, the least of the runs is nearer to the truth than the median.
`;
}
