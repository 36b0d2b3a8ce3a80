import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import fc from "fast-check";
import nock from "nock";
import { markedFinding } from "../../../src/core/mark.ts";
import type { PlacedFindings } from "../../../src/core/placement.ts";
import { openWords } from "../../../src/report/words.ts";
import { openAppScene, type AppScene } from "../../adapters/host/app-scene.ts";
import { FINDING, reviewOf } from "../../report/sample-review.ts";
import { SCALE } from "./apply-scene.ts";
import { WEAK } from "./stage.ts";

jest.setTimeout(180_000 * SCALE);
beforeAll(() => nock.restore());

/** GitHub's clock and the App's go on together, so that its pace takes no time. */
let aheadMs = 0;
let scene: AppScene;
beforeAll(async () => {
  scene = await openAppScene({
    now: () => Date.now() + aheadMs,
    sleep: async (milliseconds: number) => {
      aheadMs += milliseconds;
      scene.github.world.clock.advance(milliseconds);
    },
  });
});
afterAll(() => scene.close());

const SIZES = [65_535, 65_536, 65_537, 70_000, 131_072, 200_000];
const sizes = Array.from({ length: SCALE }, (_, round) => SIZES.map((size) => size + round)).flat();

/** What a cut, or another way of counting, does harm to. */
const PIECES = [
  "\u{1f600}".repeat(300),
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467} e\u0301 \u0000\u2028\r\n",
  "\n```python\nprint(1)\n```\n",
  `\n${"`".repeat(180)}\nopen\n`,
  "\n<details><summary>More</summary>\n\ninside\n",
  "x".repeat(500),
  "\ud83d",
  "Plain words that go on for a while. ",
];

function textOf(size: number): string {
  const once = fc.sample(fc.constantFrom(...PIECES), { numRuns: 60, seed: size }).join("");
  return once.repeat(Math.ceil(size / once.length)).slice(0, size);
}

describe("bodies of extreme sizes (G12)", () => {
  it("are refused by GitHub in no place where the App writes", async () => {
    const { ada, repository, where, github } = scene;
    const pull = await ada.opensPullRequest(repository, {
      branch: "feature",
      title: "Search",
      files: { "app.py": WEAK },
    });
    const words = openWords({ ref: { ...where, number: pull.number }, secrets: ["a secret of sixteen"] });
    const host = await scene.open();
    const { conversation } = host.pull(pull.number);
    const headSha = pull.head.sha;
    github.ledger.clear();

    for (const size of sizes) {
      const long = textOf(size);
      const finding = { ...FINDING, path: "app.py", title: long, reason: long, advice: long, sink: long };
      const placed: PlacedFindings = {
        findings: [finding],
        placement: { kind: "comment", side: "RIGHT", line: 11 },
      };
      const review = reviewOf([finding]);
      const rows = [{ finding: markedFinding(finding), state: "open", said: "list" }] as const;
      const reply = words.reply({ kind: "answered", answer: { text: long, model: long } }, 1);

      await conversation.postReview({
        commitSha: headSha,
        body: words.reviewBody({ review, headSha, posted: [placed], listed: [{ finding, why: long }] }),
        comments: [{ path: "app.py", side: "RIGHT", line: 11, body: words.lineComment(placed, { headSha }) }],
      });
      await conversation.postComment(words.summary({ review, headSha, rows }));
      const first = ada.sees(pull).reviewComments.at(-1);
      await conversation.reply(first?.id ?? 0, reply);
      await host.checks.ensure({
        headSha,
        ...words.check({ review, headSha, rows, verdict: { conclusion: "failure", blockAt: "high" } }),
        conclusion: "failure",
        annotations: words.annotations([finding]),
        externalId: "{}",
      });
      // What comes past our words, whole: the last guard stands at the door.
      await host.checks.ensure({ headSha, title: long, summary: long, text: long, externalId: "{}" });
    }

    const { reviews, reviewComments, comments } = ada.sees(pull);
    const all = [...reviews, ...reviewComments, ...comments].map(({ body }) => body);
    expect(github.ledger.requests.filter(({ status = 500 }) => status >= 400)).toEqual([]);
    // A comment in the diff and an answer to it; GitHub makes a review of the answer, too.
    expect([comments.length, reviewComments.length]).toEqual([sizes.length, 2 * sizes.length]);
    expect(reviews.filter(({ body }) => body !== "")).toHaveLength(sizes.length);
    expect(all.filter((body) => !body.isWellFormed() || body.length > 65_536)).toEqual([]);
  });
});
