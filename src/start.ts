import type { ReviewWords } from "./cli.ts";
import { runReview, type ExitCode, type ReviewOptions, type ReviewTools } from "./commands/review.ts";
import { runScan } from "./commands/scan.ts";
import { readConfig, type Config } from "./config.ts";
import { openBudget } from "./core/budget.ts";
import { openOutput } from "./output.ts";
import { renderDestination } from "./report/wording.ts";
import {
  wireAnalysis,
  wireFiles,
  wireKnowledge,
  wireLocalChange,
  wireModel,
  wirePullRequest,
  wireWriter,
} from "./wire.ts";

const SCOPE = "repo:local";
/** Units that wait for a model at the same time; without one the analysis processes are the limit. */
const UNITS_AT_ONCE = 4;

/** `reflexgen review`: from words to a change, tools and a result. */
export async function startReview(range: string | undefined, words: ReviewWords): Promise<ExitCode> {
  const config = readConfig(process.env);
  return withTools(config, words, async (tools) => {
    if (words.pr) {
      const change = await wirePullRequest(config, words.pr);
      return runReview(change, optionsOf(words), tools);
    }
    const change = await wireLocalChange({
      folder: process.cwd(),
      range,
      uncommitted: words.uncommitted,
      environment: process.env,
    });
    const write = change.root === undefined ? undefined : wireWriter(change.root);
    return runReview(change, { ...optionsOf(words), applyWith: "--apply" }, { ...tools, write });
  });
}

/** `reflexgen scan`. */
export async function startScan(paths: readonly string[], words: ReviewWords): Promise<ExitCode> {
  const config = readConfig(process.env);
  return withTools(config, words, async (tools) => {
    const { title, files, around, root } = await wireFiles(process.cwd(), paths, process.env);
    return runScan(
      { title, files, around },
      { ...optionsOf(words), applyWith: "--apply" },
      { ...tools, write: wireWriter(root) },
    );
  });
}

/** Opens what a review works with and closes it whatever happens. Ctrl-C stops the review, not in the middle of a write. */
async function withTools(
  config: Config,
  words: ReviewWords,
  work: (tools: ReviewTools) => Promise<ExitCode>,
): Promise<ExitCode> {
  const analysis = wireAnalysis({ processes: words.threads, environment: process.env, reviewed: [process.cwd()] });
  const store = wireKnowledge(config);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const thinking = wireModel(config, words.model);
    const output = await openOutput();
    // A person is told where code goes before any goes there; a program that reads a pipe gets it on standard error.
    output.say(renderDestination(thinking?.model));
    return await work({
      analysis,
      ...(thinking ? { thinking } : {}),
      knowledge: { store, scopes: ["shared", SCOPE] },
      ...(words.learn === "verified" ? { learning: { store, scope: SCOPE } } : {}),
      limits: config.limits,
      openBudget: () => openBudget(config.limits, () => performance.now(), config.prices),
      concurrency: thinking ? UNITS_AT_ONCE : words.threads * 2,
      random: Math.random,
      all: words.all ?? false,
      onlyAi: words.onlyAi ?? false,
      explain: words.explain ?? false,
      signal: stop.signal,
      output,
    });
  } finally {
    process.off("SIGINT", onInterrupt);
    await Promise.allSettled([analysis.close(), store.close()]);
  }
}

function optionsOf(words: ReviewWords): ReviewOptions {
  return {
    format: words.format,
    sarifFile: words.sarif,
    explain: words.explain ?? false,
    failOn: words.failOn,
    apply: words.apply ?? false,
  };
}
