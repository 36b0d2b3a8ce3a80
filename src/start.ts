import type { ReviewWords } from "./cli.ts";
import type { ExitCode, ReviewOptions, ReviewTools } from "./commands/review.ts";
import type { Config } from "./config.ts";
import type { Analysis } from "./core/analysis.ts";
import { InterruptError, UserError } from "./core/errors.ts";
import {
  wireAnalysis,
  wireBaseline,
  wireBaselineWriter,
  wireClaims,
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
  return withTools(words, async (tools, config) => {
    const loading = import("./commands/review.ts");
    if (words.pr) {
      if (range !== undefined || words.uncommitted)
        throw new UserError("--pr names the whole change: leave the range and --uncommitted away");
      const change = await wirePullRequest(config, words.pr);
      return (await loading).runReview(change, optionsOf(words), await withClaims(tools, words, undefined));
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
    return (await loading).runReview(
      change,
      { ...optionsOf(words), applyWith: "--apply" },
      { ...(await withClaims(tools, words, change.root)), write },
    );
  });
}

/** `reflexgen scan`. */
export async function startScan(paths: readonly string[], words: ReviewWords): Promise<ExitCode> {
  return withTools(words, async (tools) => {
    const { runScan } = await import("./commands/scan.ts");
    const { title, files, around, root } = await wireFiles(process.cwd(), paths, process.env);
    const baseline = words.baseline === undefined ? undefined : await wireBaseline(words.baseline);
    return runScan(
      { title, files, around },
      { ...optionsOf(words), applyWith: "--apply" },
      {
        ...(await withClaims(tools, words, root)),
        ...(baseline ? { baseline } : {}),
        write: wireWriter(root),
        ...(words.writeBaseline ? { writeBaseline: wireBaselineWriter(root) } : {}),
      },
    );
  });
}

/** With what other analysers said, where the person named it. */
async function withClaims(tools: ReviewTools, words: ReviewWords, root: string | undefined): Promise<ReviewTools> {
  return words.sarifIn === undefined ? tools : { ...tools, claims: await wireClaims(words.sarifIn, root) };
}

type Work = (tools: ReviewTools, config: Config) => Promise<ExitCode>;

/** The analysis process starts first and gets ready while this one loads the rest. */
async function withTools(words: ReviewWords, work: Work): Promise<ExitCode> {
  const analysis = wireAnalysis({ processes: words.threads, environment: process.env, reviewed: [process.cwd()] });
  try {
    return await withConfig(words, analysis, work);
  } finally {
    await analysis.close().catch(() => {});
  }
}

/** Opens what a review works with and closes it whatever happens. Ctrl-C stops the review, not in the middle of a write. */
async function withConfig(words: ReviewWords, analysis: Analysis, work: Work): Promise<ExitCode> {
  const [{ readConfig }, { openBudget }, { openOutput, refuseUnwritable }] = await Promise.all([
    import("./config.ts"),
    import("./core/budget.ts"),
    import("./output.ts"),
  ]);
  const config = readConfig(process.env);
  const store = wireKnowledge(config);
  const stop = new AbortController();
  const stopBy = Object.entries(STOPPED_BY).map(([name, exitCode]) => {
    const listener = () => stop.abort(new InterruptError(exitCode));
    process.once(name, listener);
    return () => process.off(name, listener);
  });
  try {
    if (words.sarif !== undefined) await refuseUnwritable(words.sarif);
    const thinking = await wireModel(config, words.model);
    const output = await openOutput();
    const tools: ReviewTools = {
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
    };
    return await work(tools, config);
  } catch (error) {
    // Git and the analysis get a Ctrl-C of the terminal too; whatever that made of them, it is what the person wanted.
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    for (const forget of stopBy) forget();
    await store.close().catch(() => {});
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
