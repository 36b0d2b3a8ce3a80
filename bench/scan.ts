import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { makeCorpus, type Corpus } from "./corpus.ts";
import { exportRules } from "./exported-rules.ts";
import { withSpread } from "./figures.ts";
import { cpuMs, peakMb, runInTurn, wallMs, type Command, type Run } from "./measure.ts";
import { reflexgen, withScratch } from "./scratch.ts";
import type { Goal, Section } from "./section.ts";
import { findSources } from "./sources.ts";

const RUNS = 3;
const THREADS = "2";
const BYTES_A_LANGUAGE = 3_000_000;
const MEMORY_LIMIT_MB = 400;
const THROUGHPUT_SHARE = 0.8;
/** Of the time that four times as much takes, against four times the time. */
const LINEAR_WITHIN = 1.25;

/** Throughput of `scan` beside ast-grep's own command line, its growth with the size, and its memory. */
export function benchScan(): Promise<Section> {
  return withScratch(async (scratch) => {
    const corpus = makeCorpus(findSources(join(scratch, "sources")), join(scratch, "corpus"), BYTES_A_LANGUAGE);
    const ours = (quarters: number): Command =>
      reflexgen(
        scratch,
        scratch,
        "scan",
        "--threads",
        THREADS,
        "--format",
        "json",
        ...corpus.quarters.slice(0, quarters),
      );
    const hasAstGrep = spawnSync("ast-grep", ["--version"]).status === 0;
    const exported = (["all", "without flow"] as const).map((which) => {
      const folder = join(scratch, which.replace(" ", "-"));
      return { which, ...exportRules(folder, which) };
    });
    const theirs = exported.map(({ which, rules, configFile }): [string, Command] => [
      `ast-grep scan, ${rules} rules (${which})`,
      {
        argv: ["ast-grep", "scan", "-c", configFile, "--threads", THREADS, "--json=stream", ...corpus.quarters],
        folder: scratch,
      },
    ]);
    const runs = await runInTurn(
      {
        "reflexgen scan, a quarter": ours(1),
        "reflexgen scan, half": ours(2),
        "reflexgen scan, all": ours(4),
        ...(hasAstGrep ? Object.fromEntries(theirs) : {}),
      },
      RUNS,
      [ours(1)],
    );
    return sectionOf(
      corpus,
      runs,
      hasAstGrep,
      theirs.map(([name]) => name),
    );
  });
}

function sectionOf(corpus: Corpus, runs: Record<string, Run[]>, hasAstGrep: boolean, rivals: string[]): Section {
  const total = corpus.bytes.reduce((sum, each) => sum + each, 0);
  const sizeOf = (name: string): number => {
    const quarters = name.endsWith("a quarter") ? 1 : name.endsWith("half") ? 2 : 4;
    return corpus.bytes.slice(0, quarters).reduce((sum, each) => sum + each, 0) / 1e6;
  };
  const speed = (name: string): number => (sizeOf(name) / wallMs(runs[name] ?? [])) * 1000;
  const all = "reflexgen scan, all";
  const growth =
    wallMs(runs[all] ?? []) / wallMs(runs["reflexgen scan, a quarter"] ?? []) / (total / 1e6 / sizeOf("a quarter"));
  const peak = peakMb(runs[all] ?? []);
  const against = rivals.map((name): Goal => {
    const share = hasAstGrep ? speed(all) / speed(name) : NaN;
    return {
      text: `throughput at least ${THROUGHPUT_SHARE} of that of ${name}`,
      found: hasAstGrep ? share.toFixed(2) : "skipped: no ast-grep on PATH",
      met: hasAstGrep ? share >= THROUGHPUT_SHARE : undefined,
    };
  });
  return {
    title: "Throughput and memory of `scan`",
    method: `${corpus.files} files of real source, ${(total / 1e6).toFixed(1)} MB (${corpus.mixture} MB), ${THREADS} threads; n = ${RUNS} each in turn, after one run of ours that does not count. Ours does all that \`scan\` does: rules with their flow, search for secrets, repairs and their checks. ast-grep gets the very rule objects that we hand to its library: once the plain part of all our rules, and once only the rules that have no flow. It has no literals to sort files out beforehand, which is where most of our speed comes from.`,
    columns: ["what", "MB", "seconds: median (least–most)", "CPU seconds", "MB/s", "peak MB of the process tree"],
    rows: Object.entries(runs).map(([name, each]) => [
      name,
      sizeOf(name).toFixed(1),
      withSpread(
        each.map((one) => one.wallMs / 1000),
        1,
      ),
      (cpuMs(each) / 1000).toFixed(1),
      speed(name).toFixed(2),
      peakMb(each).toFixed(0),
    ]),
    goals: [
      ...against,
      {
        text: `time grows no faster than size (within ${LINEAR_WITHIN} from a quarter to all)`,
        found: growth.toFixed(2),
        met: growth <= LINEAR_WITHIN,
      },
      {
        text: `at most ${MEMORY_LIMIT_MB} MB in the whole process tree`,
        found: `${peak.toFixed(0)} MB`,
        met: peak > 0 ? peak <= MEMORY_LIMIT_MB : undefined,
      },
    ],
  };
}
