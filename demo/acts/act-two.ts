import type { Entry } from "../../src/core/knowledge.ts";
import type { CheckRun } from "../github/checks/check-run.ts";
import type { Pull } from "../github/pulls/pull.ts";
import { readSuggestions } from "../github/pulls/suggestion.ts";
import { openModelWindow, type Answerer } from "../model/model-window.ts";
import type { Narrator } from "./narrator.ts";
import { sampleFiles } from "./sample.ts";
import type { Stage } from "./stage.ts";
import { stepsOf, type Step } from "./steps.ts";

/** A pull request as a model helped to review it. */
export type ModelReview = {
  pull: Pull;
  check: CheckRun;
  steps: Step[];
  /** Checked fixes that can be committed with a click. */
  buttons: number;
  /** Questions that got no answer: of a recording, because a prompt has changed since. */
  unanswered: number;
};

export type ActTwo = { withLesson: ModelReview; withoutLesson: ModelReview };

export type Answerers = {
  /** Who answers, in words for people. */
  about: string;
  /** The model's name in the settings. */
  model: string;
  withLesson: Answerer;
  withoutLesson: Answerer;
};

/** A second pull request, reviewed with a model: once with what act 1 taught, once by an App that has learned nothing. */
export async function playActTwo(
  stage: Stage,
  lessons: readonly Entry[],
  { about, model, withLesson, withoutLesson }: Answerers,
  narrator: Narrator,
): Promise<ActTwo> {
  const { title, does } = narrator;
  title(`Act 2 · With a model (${about})`);
  const review = (branch: string, home: string, answerer: Answerer) =>
    reviewWithModel(stage, { branch, home, model, answerer }, narrator);
  const learned = await review("manifests", "home", withLesson);
  tell(learned, lessons, narrator);

  title("Act 2 once more · The same code, and an App that has learned nothing");
  const unlearned = await review("manifests-again", "home-without-lessons", withoutLesson);
  tell(unlearned, [], narrator);
  does("So", differenceWords(learned, unlearned));
  return { withLesson: learned, withoutLesson: unlearned };
}

type ReviewWish = { branch: string; home: string; model: string; answerer: Answerer };

async function reviewWithModel(stage: Stage, wish: ReviewWish, { does }: Narrator): Promise<ModelReview> {
  const { ada, repository } = stage;
  const window = await openModelWindow(wish.model, wish.answerer);
  try {
    const app = await stage.startApp(wish.home, window.settings);
    const files = sampleFiles("pull-2");
    const pull = await ada.opensPullRequest(repository, {
      branch: wish.branch,
      title: "Import carriers' manifests; redirect parcels",
      body: "Written with an agent; please have a look.",
      message: "Import manifests and redirect parcels\n\nCo-authored-by: Claude <noreply@anthropic.com>",
      files,
    });
    does("Ada", `opens pull request #${pull.number}: ${Object.keys(files).join(", ")}`);
    const check = await stage.checked(pull);
    await app.stop();
    const buttons = ada.sees(pull).reviewComments.filter(({ body }) => readSuggestions(body).length > 0).length;
    const unanswered = window.exchanges.filter(({ answer }) => !answer).length;
    return { pull, check, steps: stepsOf(window.exchanges), buttons, unanswered };
  } finally {
    await window.close();
  }
}

function tell({ steps, check, buttons }: ModelReview, lessons: readonly Entry[], { does, sees }: Narrator): void {
  let unit = "";
  for (const step of steps) {
    if (step.unit !== unit) does("Model", `on ${step.unit}`);
    unit = step.unit;
    const lesson = step.knowledge?.find((title) => lessons.some((one) => one.title === title));
    if (lesson) sees(`retrieved: the lesson of act 1, "${lesson}"`);
    sees(`${LABELS[step.kind]}: ${clipped(step.words)}`);
    for (const { sign, text } of (step.changes ?? []).slice(0, 6)) sees(`    ${sign} ${text.trimEnd()}`);
  }
  does(
    "ReflexGen",
    `check "${check.output.title}" ${check.conclusion}; ${buttons} one-click ${buttons === 1 ? "fix" : "fixes"}`,
  );
}

const LABELS: Record<Step["kind"], string> = {
  examined: "introspection finds",
  version: "writes a version",
  obstacle: "sees an obstacle",
  refused: "the checks refuse it",
  "fresh eyes": "fresh eyes on it",
  compared: "compared unlabelled",
  unanswered: "not answered",
};

/** What the difference is, from what happened; where there is none it says so. */
export function differenceWords(learned: ModelReview, unlearned: ModelReview): string {
  const versions = ({ steps }: ModelReview) => steps.filter(({ kind }) => kind === "version").length;
  if (learned.unanswered + unlearned.unanswered > 0)
    return "The two can't be compared: some questions got no answer, so these are no whole reviews, and the checks say so.";
  const offered = (amount: number) =>
    amount === 0 ? "advice only" : count(amount, "checked one-click fix", "checked one-click fixes");
  if (learned.buttons > unlearned.buttons)
    return `With the lesson: ${offered(learned.buttons)}, in ${count(versions(learned), "version", "versions")}. Without it: ${offered(unlearned.buttons)}.`;
  if (learned.buttons < unlearned.buttons) return "This time the lesson did not help: without it more was repaired.";
  return `Both end with ${offered(learned.buttons)}: here the lesson changed how, not how much.`;
}

function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

const MOST = 150;
function clipped(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
