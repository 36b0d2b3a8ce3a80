import { setTimeout as sleep } from "node:timers/promises";
import type { Pull } from "../../demo/github/pulls/pull.ts";
import { median, withSpread } from "../figures.ts";
import { realChanges, realFiles } from "../real-changes.ts";
import type { Change } from "../repository.ts";
import type { Section } from "../section.ts";
import { cpuSecondsBelow } from "./process-figures.ts";
import { startScriptedModel } from "./scripted-model.ts";
import { AUTHOR, withStage, type Stage } from "./stage.ts";

/** Files of a pull request, and how often each is opened. */
const SIZES = { 10: 9, 30: 7, 100: 5, 300: 3 };
const LIMIT_MS = 1000;
const LIMIT_FILES = 10;
/** Time a file from 100 to 300, against time a file from 10 to 100. */
const LINEAR_WITHIN = 1.25;
const GIVEN_UP_MS = 5 * 60_000;

type Run = {
  /** From the moment that GitHub sends the event to the posted review, and to the concluded check. */
  reviewMs: number;
  checkMs: number;
  comments: number;
  requests: number;
  appCpuMs: number;
  githubCpuMs: number;
};

/** Signed webhook → posted review, with nobody to wait for: GitHub is here, and the model answers at once. */
export async function benchAppReview(): Promise<Section> {
  const model = await startScriptedModel();
  try {
    const limits = { REFLEXGEN_MAX_CALLS: "100000", REFLEXGEN_MAX_TOKENS: "1000000000" };
    const plain = await runAll({});
    const asking = await runAll({ REFLEXGEN_MODEL: "scripted", OPENAI_BASE_URL: model.url, ...limits });
    return sectionOf({ "no model": plain, "scripted model": asking }, model.asked());
  } finally {
    model.close();
  }
}

type Runs = { bytes: number; runs: Record<number, Run[]> };

function runAll(settings: Record<string, string>): Promise<Runs> {
  return withStage(async (stage) => {
    const pools = realFiles(stage.scratch);
    const changes = Object.keys(SIZES).map((size) => realChanges(pools, Number(size)));
    const app = await stage.start(settings);
    // Fills caches and starts the analysis processes.
    await runOnce(stage, app.pid, changes[0] ?? []);
    const runs: Runs["runs"] = {};
    const most = Math.max(...Object.values(SIZES));
    for (let round = 0; round < most; round++) {
      for (const [index, [size, count]] of Object.entries(SIZES).entries()) {
        if (round < count) (runs[Number(size)] ??= []).push(await runOnce(stage, app.pid, changes[index] ?? []));
      }
    }
    stage.github.assertNoViolations();
    const bytes = changes.at(-1)?.reduce((sum, change) => sum + change.after.length, 0) ?? 0;
    return { bytes, runs };
  });
}

async function runOnce(stage: Stage, appPid: number, changes: readonly Change[]): Promise<Run> {
  const { github } = stage;
  const repository = await stage.newRepository(side(changes, "before"));
  github.ledger.clear();
  github.webhooks.hold();
  const files = side(changes, "after");
  const pull = await github.person(AUTHOR).opensPullRequest(repository, { branch: "topic", title: "A change", files });
  const cpuBefore = { app: cpuSecondsBelow(appPid), all: cpuSecondsBelow(process.pid) };
  const sentAt = Date.now();
  github.webhooks.release();
  const checkAt = await concluded(stage, pull);
  const reviewAt = Math.max(...github.ledger.writesOf("pulls/create-review").map(({ at }) => at.getTime()));
  const cpu = { app: cpuSecondsBelow(appPid), all: cpuSecondsBelow(process.pid) };
  const appCpuMs = (cpu.app - cpuBefore.app) * 1000;
  return {
    reviewMs: reviewAt - sentAt,
    checkMs: checkAt - sentAt,
    comments: github.person(AUTHOR).sees(pull).reviewComments.length,
    requests: github.ledger.requests.length,
    appCpuMs,
    githubCpuMs: (cpu.all - cpuBefore.all) * 1000 - appCpuMs,
  };
}

function side(changes: readonly Change[], which: "before" | "after"): Record<string, string> {
  return Object.fromEntries(changes.map((change) => [change.path, change[which]]));
}

/** When the check of the head got its conclusion. */
async function concluded({ github }: Stage, pull: Pull): Promise<number> {
  for (const end = performance.now() + GIVEN_UP_MS; performance.now() < end; await sleep(5)) {
    const run = [...github.world.checkRuns.values()].find(({ headSha }) => headSha === pull.head.sha);
    const last = github.ledger.writesOf("checks/update").at(-1);
    if (run?.status === "completed" && last) return last.at.getTime();
  }
  throw new Error(`pull request ${pull.number} was not reviewed`);
}

function sectionOf(kinds: Readonly<Record<string, Runs>>, asked: number): Section {
  const [{ bytes }] = Object.values(kinds) as [Runs];
  const seconds = (values: readonly number[]): string =>
    withSpread(
      values.map((value) => value / 1000),
      2,
    );
  const rows = Object.entries(kinds).flatMap(([kind, { runs }]) =>
    Object.entries(runs).map(([size, each]) => [
      kind,
      `${size} (n = ${each.length})`,
      String(each[0]?.comments),
      seconds(each.map(({ reviewMs }) => reviewMs)),
      seconds(each.map(({ checkMs }) => checkMs)),
      (median(each.map(({ appCpuMs }) => appCpuMs)) / 1000).toFixed(2),
      (median(each.map(({ githubCpuMs }) => githubCpuMs)) / 1000).toFixed(2),
      String(median(each.map(({ requests }) => requests))),
    ]),
  );
  return {
    title: "The App: from a signed webhook to the posted review",
    method: `Pull requests of real files (Python, TypeScript, Go, JavaScript; ${(bytes / 1e6).toFixed(1)} MB at 300 files), each with a function added at its end, every fifth of them a weak one. The App (\`npm start\`, embedded queue and store) and its strict GitHub (\`demo/github\`: real git, every request and answer checked against GitHub's contract) share two processors with the endpoint that plays the model: it answers at once, finds nothing beyond the rules, and was asked ${asked} times. Time counts from the event's dispatch to GitHub's record of the write. One run that does not count comes first.`,
    columns: [
      "with",
      "files",
      "comments",
      "seconds to the review: median (least–most)",
      "seconds to the concluded check",
      "CPU seconds of the App",
      "CPU seconds of GitHub",
      "requests",
    ],
    rows,
    goals: Object.entries(kinds).flatMap(([kind, { runs }]) => {
      const times = (size: number): number[] => (runs[size] ?? []).map(({ reviewMs }) => reviewMs);
      const at = (size: number): number => median(times(size));
      const growth = (at(300) - at(100)) / 200 / ((at(100) - at(10)) / 90);
      return [
        {
          text: `${kind}: ${LIMIT_FILES} files within ${LIMIT_MS / 1000} s`,
          found: `${(at(LIMIT_FILES) / 1000).toFixed(2)} s, at best ${(Math.min(...times(LIMIT_FILES)) / 1000).toFixed(2)} s`,
          met: at(LIMIT_FILES) <= LIMIT_MS,
        },
        {
          text: `${kind}: linear to 300 files (a file from 100 to 300 takes at most ${LINEAR_WITHIN} of one from 10 to 100)`,
          found: growth.toFixed(2),
          met: growth <= LINEAR_WITHIN,
        },
      ];
    }),
  };
}
