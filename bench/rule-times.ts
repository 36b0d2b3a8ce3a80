import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "../src/adapters/analysis/parse.ts";
import { alertsOf } from "../src/adapters/analysis/rules/alerts.ts";
import { loadRules } from "../src/adapters/analysis/rules/load-rules.ts";
import { isParsed, languageOf } from "../src/core/language.ts";
import { makeCorpus } from "./corpus.ts";
import { withScratch } from "./scratch.ts";
import { findSources } from "./sources.ts";

// `node bench/rule-times.ts [file…]` says which rules cost most, in CPU time of this thread, over real sources or the named files.
const BYTES_A_LANGUAGE = 2_000_000;
const SHOWN = 25;

const rules = loadRules(fileURLToPath(new URL("../knowledge/rules", import.meta.url)));
const named = process.argv.slice(2);
const spent = new Map<string, { ms: number; files: number; worst: number; where: string }>();
const parsed = { ms: 0, bytes: 0 };

/** CPU milliseconds of this thread, so that other work on the machine does not count. */
function timed(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { system, user } = process.threadCpuUsage(before);
  return (system + user) / 1000;
}

function look(path: string): void {
  const [text, language] = [readFileSync(path, "utf8"), languageOf(path)];
  if (!isParsed(language)) return;
  let root: ReturnType<typeof parse> | undefined;
  parsed.ms += timed(() => (root = parse(language, text)));
  parsed.bytes += text.length;
  if (!root) return;
  const tree = root;
  for (const rule of rules.of(language)) {
    const only = { of: () => [rule], summaries: () => [] };
    const ms = timed(() => alertsOf(tree, { path, language, text }, only, "all"));
    const sum = spent.get(rule.id) ?? { ms: 0, files: 0, worst: 0, where: "" };
    if (ms > sum.worst) Object.assign(sum, { worst: ms, where: basename(path) });
    spent.set(rule.id, { ...sum, ms: sum.ms + ms, files: sum.files + Number(ms > 1) });
  }
}

await withScratch((scratch) => {
  const paths = named.length > 0 ? named : corpusIn(scratch);
  for (const path of paths) look(path);
  return Promise.resolve();
});
const slowest = [...spent].toSorted(([, a], [, b]) => b.ms - a.ms);
console.log(
  `parsing ${(parsed.bytes / 1e6).toFixed(1)} MB: ${(parsed.ms / 1000).toFixed(1)} s; rules: ${(slowest.reduce((sum, [, { ms }]) => sum + ms, 0) / 1000).toFixed(1)} s`,
);
for (const [id, { files, ms, where, worst }] of slowest.slice(0, SHOWN))
  console.log(`${ms.toFixed(0)} ms ${id}: ${files} files over 1 ms, at most ${worst.toFixed(0)} ms (${where})`);

function corpusIn(scratch: string): string[] {
  const { quarters } = makeCorpus(findSources(join(scratch, "sources")), join(scratch, "corpus"), BYTES_A_LANGUAGE);
  return quarters.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
