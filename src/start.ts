import type { ReviewWords } from "./cli.ts";
import { runReview, type ExitCode, type ReviewOptions, type ReviewTools } from "./commands/review.ts";
import { runScan } from "./commands/scan.ts";
import { readConfig, type Config } from "./config.ts";
import { openBudget } from "./core/budget.ts";
import { InterruptError, UserError } from "./core/errors.ts";
import { openOutput, refuseUnwritable } from "./output.ts";
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
/** Exit codes as shells give them: 128 and the signal's number. */
const STOPPED_BY = { SIGINT: 130, SIGTERM: 143 };

/** `reflexgen review`: from words to a change, tools and a result. */
export async function startReview(range: string | undefined, words: ReviewWords): Promise<ExitCode> {
  const config = readConfig(process.env);
  return withTools(config, words, async (tools) => {
    if (words.pr) {
      if (range !== undefined || words.uncommitted)
        throw new UserError("--pr names the whole change: leave the range and --uncommitted away");
      const change = await wirePullRequest(config, words.pr);
      return runReview(change, optionsOf(words), tools);
    }
    if (range !== undefined && words.uncommitted)
      throw new UserError("a range and --uncommitted exclude each other: name one of them");
    const change = await wireLocalChange({
      folder: process.cwd(),
      range,
      uncommitted: words.uncommitted,
      environment: process.env,
      signal: tools.signal,
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
  const stopBy = Object.entries(STOPPED_BY).map(([name, exitCode]) => {
    const listener = () => stop.abort(new InterruptError(exitCode));
    process.once(name, listener);
    return () => process.off(name, listener);
  });
  try {
    if (words.sarif !== undefined) await refuseUnwritable(words.sarif);
    const thinking = wireModel(config, words.model);
    const output = await openOutput();
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
  } catch (error) {
    // Git and the analysis get a Ctrl-C of the terminal too; whatever that made of them, it is what the person wanted.
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    for (const forget of stopBy) forget();
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
