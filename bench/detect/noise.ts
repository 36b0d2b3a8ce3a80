import { readFileSync, writeFileSync } from "node:fs";
import { withScratch } from "../scratch.ts";
import { openJudgements } from "./noise-judged.ts";
import { packagesToRead } from "./noise-packages.ts";
import { scanPackage } from "./noise-scan.ts";
import { noiseSection } from "./noise-section.ts";
import { withSection } from "./place-section.ts";

// `npm run bench:noise` scans ten well-known packages and writes their section of docs/benchmarks.md from the verdicts in
// noise-judged.json. With folders it only lists what it finds there.
const folders = process.argv.slice(2);
await withScratch((scratch) => {
  const verdictOn = openJudgements();
  const noise = packagesToRead(folders).map((each) => scanPackage(each, scratch));
  for (const { findings, package: name } of noise)
    for (const finding of findings) {
      const { path, line, rule, text, digest } = finding;
      const verdict = verdictOn(finding)?.verdict ?? `not judged (${digest})`;
      console.log(`${name} ${path}:${line} ${rule}: ${verdict}\n    ${text.slice(0, 160)}`);
    }
  const section = noiseSection(noise, verdictOn, new Date().toISOString().slice(0, 10));
  console.log(`\n${section}`);
  if (folders.length > 0) return Promise.resolve();
  const target = new URL("../../docs/benchmarks.md", import.meta.url);
  writeFileSync(target, withSection(readFileSync(target, "utf8"), "noise", section));
  return Promise.resolve();
});
