import type { ModelReview } from "../acts/act-two.ts";
import type { Step } from "../acts/steps.ts";
import { diffTable } from "./diff-table.ts";
import { markup, type Html } from "./markup.ts";
import type { PullPicture } from "./picture.ts";
import { threadOf } from "./pull-page.ts";

/** How a model's review went, step by step, and what it led to: one side of the comparison. */
export function modelSide(title: string, review: ModelReview, picture: PullPicture, lessons: readonly string[]): Html {
  const threads = picture.items.flatMap((item) => (item.kind === "review" ? item.threads : []));
  return markup`<section class="side">
    <h3>${title}</h3>
    <p class="verdict ${review.buttons > 0 ? "good" : "plain"}">${verdictOf(review)}</p>
    <ol class="steps">
      ${review.steps.map((step) => stepOf(step, lessons))}
    </ol>
    <p class="event">What people see on pull request #${picture.number}:</p>
    ${threads.map((thread, at) => threadOf(thread, at === 0))}
  </section>`;
}

function verdictOf({ buttons, steps }: ModelReview): string {
  const versions = steps.filter(({ kind }) => kind === "version").length;
  const refused = steps.filter(({ kind }) => kind === "refused").length;
  if (buttons === 0) return "No checked fix: advice, no button";
  return `${buttons} one-click ${buttons === 1 ? "fix" : "fixes"}, checked: ${versions} ${versions === 1 ? "version" : "versions"}, ${refused} refused`;
}

function stepOf({ unit, kind, words, knowledge = [], changes = [] }: Step, lessons: readonly string[]): Html {
  const cited = knowledge.map((title) =>
    lessons.includes(title)
      ? markup`<span class="tag lesson">lesson of act 1: ${title}</span> `
      : markup`<span class="tag">${title}</span> `,
  );
  return markup`<li class="${kind.replace(" ", "-")}">
    <b>${LABELS[kind]}</b> <code>${unit}</code>
    ${knowledge.length > 0 && markup`<p>Retrieved: ${cited}</p>`}
    <p>${words}</p>
    ${changes.length > 0 && diffTable(changes)}
  </li>`;
}

const LABELS: Record<Step["kind"], string> = {
  examined: "Introspection",
  version: "Repair",
  obstacle: "Obstacle",
  refused: "Refused by the checks",
  "fresh eyes": "Fresh introspection",
  compared: "Comparison, unlabelled",
  unanswered: "Not answered",
};
