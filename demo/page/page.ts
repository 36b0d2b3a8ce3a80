import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Entry } from "../../src/core/knowledge.ts";
import { changedLines } from "../acts/changed-lines.ts";
import { differenceWords, type ActTwo } from "../acts/act-two.ts";
import type { Play } from "../acts/play.ts";
import type { GitHub } from "../github/server.ts";
import { readSuggestions } from "../github/pulls/suggestion.ts";
import { diffTable } from "./diff-table.ts";
import { markup, trusted, type Html } from "./markup.ts";
import { modelSide } from "./model-page.ts";
import { picturePull, type PullPicture } from "./picture.ts";
import { pullPage } from "./pull-page.ts";

/**
 * The play as one page without scripts and without anything from elsewhere.
 *
 * @param about who answered in act 2, in words for people
 */
export async function renderPage(github: GitHub, { one, two }: Play, about = ""): Promise<string> {
  const first = await picturePull(github, one.pull);
  const style = readFileSync(join(import.meta.dirname, "style.css"), "utf8");
  const hash = createHash("sha256").update(style).digest("base64");
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${trusted(hash)}'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>ReflexGen: the demo</title>
        <style>${trusted(style)}</style>
      </head>
      <body>
        <header class="top">
          <h1>ReflexGen <span>reviews, repairs, checks, learns</span></h1>
          <p>
            What just happened on a strict GitHub of this machine, by the real App: signed webhooks in, reviews out.
            Shown as GitHub shows it.
          </p>
          ${summary(first, one.lessons, two)}
        </header>
        <main>
          <h2 id="act-1">Act 1 <span>AI-written code; no model, no key</span></h2>
          ${pullPage(first)}
          <h2>What it keeps <span>${one.lessons.length} lessons of the merge, for this repository only</span></h2>
          <div class="lessons">
            ${one.lessons.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a))).map(lessonOf)}
          </div>
          ${two && (await actTwo(github, two, one.lessons, about))}
        </main>
      </body>
    </html>`;
  return page.html;
}

function summary(first: PullPicture, lessons: readonly Entry[], two: ActTwo | undefined): Html {
  const threads = first.items.flatMap((item) => (item.kind === "review" ? item.threads : []));
  const buttons = threads.filter(({ comments: [said] }) => readSuggestions(said?.body ?? "").length > 0).length;
  const settled = threads.filter(({ resolvedBy }) => resolvedBy !== undefined).length;
  const fact = (number: number | string, words: string) => markup`<li><b>${number}</b> ${words}</li>`;
  return markup`<ul class="facts">
    ${fact(threads.length, "weaknesses in a pull request of AI-written code")}
    ${fact(buttons, "with a checked one-click fix")} ${fact(settled, "conversations resolved, then merged")}
    ${fact(lessons.length, "lessons learned from the merge")}
    ${two && fact(`${two.withLesson.buttons} : ${two.withoutLesson.buttons}`, "one-click fixes on new code, with and without a lesson")}
  </ul>`;
}

/** Repaired by people where no fix could be offered: what only this house knows. */
function isOwn({ text }: Entry): boolean {
  return text.includes("found the repair themselves");
}

function lessonOf(lesson: Entry): Html {
  const [example] = lesson.examples;
  const lines = (text: string) => text.replace(/\n$/, "").split("\n");
  return markup`<details class="lesson" ${isOwn(lesson) && "open"}>
    <summary>
      <b>${lesson.title}</b> <span class="tag">${lesson.weaknesses.join(", ")}</span>
      <span class="gist">${lesson.text.split("\n").at(-2) ?? ""}</span>
    </summary>
    ${example && diffTable(changedLines(lines(example.vulnerable ?? ""), lines(example.secure)))}
  </details>`;
}

async function actTwo(github: GitHub, two: ActTwo, lessons: readonly Entry[], about: string): Promise<Html> {
  const [learned, unlearned] = [
    await picturePull(github, two.withLesson.pull),
    await picturePull(github, two.withoutLesson.pull),
  ];
  const titles = lessons.map(({ title }) => title);
  return markup`<h2 id="act-2">Act 2 <span>the same new code twice, with a model: ${about}</span></h2>
    <p class="difference">${differenceWords(two.withLesson, two.withoutLesson)}</p>
    <div class="sides">
      ${modelSide("With the lesson of act 1", two.withLesson, learned, titles)}
      ${modelSide("Without it", two.withoutLesson, unlearned, [])}
    </div>
    <h2>Both pull requests <span>whole</span></h2>
    ${[learned, unlearned].map(
      (pull) =>
        markup`<details class="whole">
          <summary>#${pull.number} ${pull.title} (${pull.head})</summary>
          ${pullPage(pull)}
        </details>`,
    )}`;
}
