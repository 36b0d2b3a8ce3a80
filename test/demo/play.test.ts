import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { differenceWords } from "../../demo/acts/act-two.ts";
import { play, type Play } from "../../demo/acts/play.ts";
import { openStage, type Stage } from "../../demo/acts/stage.ts";
import { commitsBetween, readCommit } from "../../demo/github/git/commits.ts";
import { startOf } from "../../demo/github/pulls/pull-diff.ts";
import type { Pull } from "../../demo/github/pulls/pull.ts";
import { fromRecording } from "../../demo/model/answerers.ts";
import { renderPage } from "../../demo/page/page.ts";

/** Both acts take half a minute on a quiet machine. */
const PLAY_MS = 240_000;

describe("the demo's play", () => {
  let stage: Stage;
  let played: Play;
  const told: string[] = [];
  const say = (...words: string[]) => void told.push(words.join(" "));

  beforeAll(async () => {
    stage = await openStage({ patienceMs: PLAY_MS });
    played = await play(stage, {
      narrator: { title: say, does: say, sees: say },
      answerers: {
        about: "recorded",
        model: "recorded",
        withLesson: fromRecording("with-lesson"),
        withoutLesson: fromRecording("without-lesson"),
      },
    });
  }, PLAY_MS);
  afterAll(() => stage.close());

  it("breaks GitHub's contract nowhere", () => {
    expect(played.violations).toEqual([]);
  });

  it("says each weakness once, most of them with a button, and resolves every conversation", () => {
    const { reviews, threads, reviewComments } = stage.ada.sees(played.one.pull);

    expect(reviews.filter(({ body }) => body.includes("ReflexGen: 8 new findings"))).toHaveLength(1);
    expect(threads).toHaveLength(8);
    expect(threads.filter(({ resolvedById }) => resolvedById === undefined)).toEqual([]);
    expect(reviewComments.filter(({ body }) => body.includes("```suggestion"))).toHaveLength(7);
  });

  it("commits what was asked for as the App, and the check turns", async () => {
    const commits = await commitsOf(stage, played.one.pull);
    const { checks } = stage.ada.sees(played.one.pull);

    expect(commits.map(({ author }) => author)).toEqual(["Ada", "Ada", "reflexgen[bot]", "Ada"]);
    expect(commits[2]?.message).toContain("Asked for by ada.");
    expect(checks.map(({ conclusion, output }) => [conclusion, output.title])).toEqual([
      ["success", "Nothing open, 8 fixed"],
    ]);
    expect(played.one.pull.merged).toBeDefined();
  });

  it("learns from the merge, also what people found themselves", () => {
    const { lessons } = played.one;
    const own = lessons.find(({ weaknesses }) => weaknesses.includes("CWE-918"));

    expect(lessons).toHaveLength(8);
    expect(own?.status).toBe("active");
    expect(own?.examples[0]?.secure).toContain("from tracking import partners");
    expect(own?.examples[0]?.secure).toContain("partners.hosts()");
  });

  it("repairs new code with that lesson, once the checks have refused a first version", () => {
    const review = played.two?.withLesson;
    const steps = review?.steps.filter(({ unit }) => unit === "import_manifest") ?? [];
    const comments = review ? stage.ada.sees(review.pull).reviewComments.map(({ body }) => body) : [];

    expect(review?.unanswered).toBe(0);
    expect(steps.map(({ kind }) => kind)).toEqual([
      "examined",
      "version",
      "fresh eyes",
      "refused",
      "version",
      "fresh eyes",
    ]);
    expect(comments.find((body) => body.includes("```suggestion"))).toMatch(
      /partners\.hosts\(\)[\s\S]*Knowledge: Address of a server request from a client \\\(lesson/,
    );
  });

  it("goes differently without the lesson, and says how", () => {
    const review = played.two?.withoutLesson;
    const comments = review ? stage.ada.sees(review.pull).reviewComments.map(({ body }) => body) : [];

    expect(review?.unanswered).toBe(0);
    expect(review?.buttons).toBe(0);
    expect(comments.some((body) => body.includes("No checked repair: the model sees an obstacle"))).toBe(true);
    expect(told.at(-1)).toContain(played.two && differenceWords(played.two.withLesson, played.two.withoutLesson));
  });

  it("is shown as a page that runs nothing and loads nothing", async () => {
    const page = await renderPage(stage.github, played, "<script>alert(1)</script>");

    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|javascript:/i);
    expect(page).not.toContain("reflexgen:1");
    expect(page).toContain("Customer pages, labels and carriers");
  });
});

async function commitsOf({ repository, github }: Stage, pull: Pull) {
  const from = (await startOf(github.world, pull)) ?? "";
  const shas = await commitsBetween(repository.git, from, pull.head.sha);
  const commits = await Promise.all(shas.map((sha) => readCommit(repository.git, sha)));
  return commits.map((commit) => ({ author: commit?.author.name, message: commit?.message }));
}
