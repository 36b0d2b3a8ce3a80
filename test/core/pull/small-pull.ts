import { join } from "node:path";
import { openAnalysis } from "../../../src/adapters/analysis/process.ts";
import type { Analysis } from "../../../src/core/analysis.ts";
import type { Decision, DecisionStore } from "../../../src/core/decision.ts";
import { DEFAULT_LIMITS } from "../../../src/core/limits.ts";
import type { Model } from "../../../src/core/model.ts";
import { answerComment, type Answered } from "../../../src/core/pull/answer/answer-comment.ts";
import { COMMAND_NAMES } from "../../../src/core/pull/answer/command.ts";
import type { PullDeps } from "../../../src/core/pull/deps.ts";
import { reviewPullRequest } from "../../../src/core/pull/review-pull-request.ts";
import type { Account, Permission } from "../../../src/core/pull-request.ts";
import { loadPrompts } from "../../../src/prompts/load.ts";
import { openWords } from "../../../src/report/words.ts";
import { budgetOf } from "../../fakes.ts";
import { PULL, smallHost, type Effect } from "./small-host.ts";

export const NOW_MS = Date.UTC(2026, 10, 22, 12);

const QUERY = `import sqlite3


def find(request, db):
    name = request.args["name"]
    return db.execute("SELECT * FROM users WHERE name = '%s'" % name)
`;

export function openRules(): Analysis {
  return openAnalysis({ rulesFolder: join(import.meta.dirname, "../../../knowledge/rules") });
}

export type SmallPullOptions = {
  analysis: Analysis;
  model?: Model;
  rights?: Record<string, Permission>;
  text?: string;
  decisions?: DecisionStore;
  /** Which model, if any, examines when the pull request is opened. */
  reviewer?: Model;
};

/** A pull request of Ada's with one reviewed finding, in memory: the core's whole way from a comment to what is done, without HTTP. */
export async function openSmallPull({ analysis, model, rights, text = QUERY, decisions, reviewer }: SmallPullOptions) {
  const small = smallHost("app.py", text, rights ?? { ada: "write", bob: "admin", eve: "read" });
  const remembered: Decision[] = [];
  const observed: unknown[] = [];
  const rules = await analysis.rules();
  const depsWith = (thinking: Model | undefined): PullDeps => ({
    host: small.host,
    review: {
      analysis,
      ...(thinking ? { thinking: { model: thinking, prompts: loadPrompts() } } : {}),
      limits: DEFAULT_LIMITS,
      concurrency: 1,
      onlyAi: false,
      explain: false,
      random: () => 0.5,
    },
    decisions: decisions ?? {
      remember: async (_, decision) => void remembered.push(decision),
      of: async () => remembered,
      forget: async () => {},
    },
    openBudget: () => budgetOf(),
    openWords: (_, scrub) =>
      openWords({ ref: PULL, secrets: ["a secret of sixteen"], scrub, rules, commands: COMMAND_NAMES }),
    signal: new AbortController().signal,
    now: () => NOW_MS,
    observe: (what) => void observed.push(what),
  });
  await reviewPullRequest({ again: false }, depsWith(reviewer));
  const first = small.threads[0]?.first.id ?? 0;
  small.effects.length = 0;
  const deps = depsWith(model);

  return {
    ...small,
    first,
    deps,
    remembered,
    observed,
    words: deps.openWords(PULL, (body) => body),
    /** Somebody writes, and the job that follows runs: what came of it, and what was done. */
    async hears(
      author: Account,
      body: string,
      thread?: number,
    ): Promise<{ answered: Answered; effects: Effect[]; id: number }> {
      const id = small.says(author, body, thread);
      const before = small.effects.length;
      const answered = await answerComment(thread === undefined ? "conversation" : "diff", id, deps);
      return { answered, effects: small.effects.slice(before), id };
    },
  };
}
