import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "../src/adapters/analysis/parse.ts";
import { alertsOf } from "../src/adapters/analysis/rules/alerts.ts";
import { loadRules } from "../src/adapters/analysis/rules/load-rules.ts";
import { secretsOf } from "../src/adapters/analysis/secrets.ts";
import { isParsed, languageOf } from "../src/core/language.ts";
import { makeCorpus } from "./corpus.ts";
import { withScratch } from "./scratch.ts";
import { findSources } from "./sources.ts";

// `node bench/read-speed.ts [file…]` says what reading costs by language, over real sources or the named files, in CPU time of this thread.
const BYTES_A_LANGUAGE = 2_000_000;

type Spent = { bytes: number; secrets: number; parsing: number; alerts: number };
const rules = loadRules(fileURLToPath(new URL("../knowledge/rules", import.meta.url)));
const spent = new Map<string, Spent>();

function cpuMs(): number {
  const { system, user } = process.threadCpuUsage();
  return (system + user) / 1000;
}

async function read(path: string): Promise<void> {
  const [text, language] = [readFileSync(path, "utf8"), languageOf(path)];
  if (!isParsed(language)) return;
  const source = { path, language, text };
  const sum = spent.get(language) ?? { bytes: 0, secrets: 0, parsing: 0, alerts: 0 };
  spent.set(language, sum);
  const started = cpuMs();
  await secretsOf(source);
  const searched = cpuMs();
  const root = parse(language, text);
  const parsed = cpuMs();
  alertsOf(root, source, rules, "all");
  sum.bytes += text.length;
  sum.secrets += searched - started;
  sum.parsing += parsed - searched;
  sum.alerts += cpuMs() - parsed;
}

await withScratch(async (scratch) => {
  const named = process.argv.slice(2);
  for (const path of named.length > 0 ? named : corpusIn(scratch)) await read(path);
});
for (const [language, { alerts, bytes, parsing, secrets }] of spent) {
  const [megabytes, seconds] = [bytes / 1e6, (alerts + parsing + secrets) / 1000];
  const parts = `secrets ${secrets.toFixed(0)} ms, parsing ${parsing.toFixed(0)} ms, rules ${alerts.toFixed(0)} ms`;
  console.log(`${language}: ${megabytes.toFixed(1)} MB; ${parts}; ${(megabytes / seconds).toFixed(2)} MB/s`);
}

function corpusIn(scratch: string): string[] {
  const { quarters } = makeCorpus(findSources(join(scratch, "sources")), join(scratch, "corpus"), BYTES_A_LANGUAGE);
  return quarters.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
