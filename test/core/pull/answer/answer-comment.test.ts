import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { ModelError, StoreError } from "../../../../src/core/errors.ts";
import { COMMAND_NAMES } from "../../../../src/core/pull/answer/command.ts";
import { reviewPullRequest } from "../../../../src/core/pull/review-pull-request.ts";
import { scriptedModel } from "../../../fakes.ts";
import { pageOf } from "../../../report/github-page.ts";
import { ADA, BOB, BOT, EVE } from "../small-host.ts";
import { NOW_MS, openRules, openSmallPull } from "../small-pull.ts";

const analysis = openRules();
afterAll(() => analysis.close());

const what = (effects: readonly { what: string }[]) => effects.map((effect) => effect.what);

describe("a dismissal", () => {
  it("is remembered, said with its mark, closes the thread, and asks for one review", async () => {
    const pull = await openSmallPull({ analysis });

    const { answered, effects, id } = await pull.hears(BOB, "/reflexgen dismiss a fixed list", pull.first);

    expect(answered).toEqual({ review: true });
    expect(what(effects)).toEqual(["thread", "reaction eyes", "reply"]);
    const [decision] = pull.remembered;
    expect(decision).toMatchObject({ state: "declined", by: { id: BOB.id, login: "bob" }, reason: "a fixed list" });
    expect((decision!.untilMs - NOW_MS) / 86_400_000).toBe(365);
    expect(pull.words.readMark(effects[2]?.body ?? "")).toEqual({ kind: "reply", to: id, says: "dismissed", decision });
  });

  it("counts on the pull request alone where the store does not take it, and says so", async () => {
    const decisions = {
      remember: () => Promise.reject(new StoreError("no answer")),
      of: async () => [],
      forget: async () => {},
    };
    const pull = await openSmallPull({ analysis, decisions });

    const { answered, effects } = await pull.hears(BOB, "/reflexgen dismiss a fixed list", pull.first);

    expect(answered).toEqual({ review: true });
    expect(effects.at(-1)?.body).toContain("on this pull request only");
    expect(pull.words.readMark(effects.at(-1)?.body ?? "")).toMatchObject({ decision: { state: "declined" } });
    expect(pull.observed).toContainEqual({ what: "degraded", action: "remember a decision" });
  });

  it("is given once; when the worker died right after its answer, only the review is asked for again", async () => {
    const pull = await openSmallPull({ analysis });
    const { id } = await pull.hears(BOB, "/reflexgen dismiss a fixed list", pull.first);
    const { answerComment } = await import("../../../../src/core/pull/answer/answer-comment.ts");
    const before = pull.effects.length;

    const again = await answerComment("diff", id, pull.deps);

    expect(again).toEqual({ review: true });
    expect(pull.effects).toHaveLength(before);
    expect(pull.remembered).toHaveLength(1);
  });

  it("of a finding whose comment a maintainer edited is not possible: what we said is not there", async () => {
    const pull = await openSmallPull({ analysis });
    const [thread] = pull.threads;
    Object.assign(thread!.first, { body: thread!.first.body.replace("High", "Low") });

    const { answered, effects } = await pull.hears(BOB, "/reflexgen dismiss a fixed list", pull.first);

    expect(answered).toEqual({ review: false });
    expect(what(effects)).toEqual(["reaction confused", "reply"]);
    expect(pull.remembered).toEqual([]);
  });

  it("of what only a model claims holds for the code that it was said of, when the model says it again", async () => {
    const text = "def show(db, order_id):\n    order = db.order(order_id)\n    return order.as_dict()\n";
    const claim = {
      weakness: "CWE-639",
      severity: "high",
      confidence: 0.9,
      quote: "    order = db.order(order_id)",
      sink: "db.order",
      title: "Anybody's order",
      reason: "Nothing asks whose it is.",
    };
    const model = scriptedModel(({ purpose }) =>
      purpose === "introspect" ? { considered: "", defects: [claim] } : new ModelError("unreachable", "no"),
    );
    const pull = await openSmallPull({ analysis, model, reviewer: model, text });
    const mark = pull.words.readMark(pull.threads[0]?.first.body ?? "");

    await pull.hears(BOB, "/reflexgen dismiss the gateway asks", pull.first);
    const before = pull.effects.length;
    await reviewPullRequest({ again: true, full: true }, pull.deps);

    expect(mark).toMatchObject({ kind: "finding", findings: [{ byModel: true }] });
    expect(pull.remembered[0]?.about.quote).toBe(mark?.kind === "finding" ? mark.findings[0]?.quote : "");
    expect(what(pull.effects.slice(before))).not.toContain("review");
    const summary = pull.effects.findLast((effect) => effect.body?.startsWith("### ReflexGen"))?.body;
    expect(summary).toContain("1 declined");
  });

  it("asks which finding where several could be meant, and where none could", async () => {
    const pull = await openSmallPull({ analysis });

    const { effects } = await pull.hears(BOB, "/reflexgen dismiss a fixed list");

    expect(effects.at(-1)?.body).toContain("Which finding? Here they are `");
    expect(pull.remembered).toEqual([]);
  });
});

// What a command may do, by who asks. Nothing else happens, whatever is written (C8).
const REVIEWED = ["reaction eyes", "reaction confused", "comment", "reply"];
const WRITERS_MAY = [...REVIEWED, "thread", "commit", "comment-edit"];

/** Words that commands are made of, right and wrong, and what has broken others' parsers. */
function bodies(id: string): fc.Arbitrary<string> {
  const word = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...COMMAND_NAMES) },
    { weight: 3, arbitrary: fc.constantFrom(id, "until", "2027-01-31", "reason") },
    fc.constantFrom("all", "2026-02-30", "0123456789ab", "ID", "merge", "approve", "--model=evil", "`id`"),
    fc.constantFrom("ａｐｐｌｙ", "аpply", "apply\u200b", "Apply", "$(id)", "../../x", "__proto__", "\u202eylppa"),
    fc.constantFrom(
      "--openai.base_url=https://evil.example",
      "{{tag}}",
      "<!--",
      "-->",
      "@everyone",
      "#1",
      "constructor",
    ),
    fc.constantFrom("![x](https://evil.example/x)", "<img src=x>", "<details>", "| a |", "```", "www.evil.example"),
    fc.string({ maxLength: 30 }),
  );
  const begin = fc.constantFrom(
    "/reflexgen ",
    "/reflexgen\t",
    "/ReflexGen ",
    "> /reflexgen ",
    "`/reflexgen ",
    " /reflexgen ",
    "",
  );
  const line = fc.tuple(begin, fc.array(word, { maxLength: 6 })).map(([start, words]) => start + words.join(" "));
  const real = fc
    .tuple(
      fc.constantFrom(`dismiss ${id} `, `accept-risk ${id} until 2027-01-31 `, "dismiss "),
      fc.array(word, { maxLength: 4 }),
    )
    .map(([start, words]) => `/reflexgen ${start}${words.join(" ")}`);
  const lines = fc.array(fc.oneof(line, real, fc.constantFrom("```", "~~~", "<!--", "-->", "")), { maxLength: 4 });
  return lines.map((all) => all.join("\n"));
}

describe("whatever is written in a comment", () => {
  it("has no effect that is not on the list, and at most one answer (C8: 1,000 comments)", async () => {
    const pull = await openSmallPull({ analysis, rights: { ada: "write", bob: "admin", eve: "read" } });
    const people = fc.constantFrom(ADA, BOB, EVE, { id: 4, login: "stranger", bot: false }, BOT, {
      id: 5,
      login: "other[bot]",
      bot: true,
    });

    const mark = pull.words.readMark(pull.threads[0]?.first.body ?? "");
    const id = mark?.kind === "finding" ? (mark.findings[0]?.id ?? "") : "";
    const asBefore = pull.stands();
    let decisions = 0;

    await fc.assert(
      fc.asyncProperty(people, bodies(id), fc.boolean(), async (author, text, inThread) => {
        const decided = pull.remembered.length;
        // A reviewed pull request as it was: what one comment did is not there for the next.
        asBefore();

        const { effects, answered } = await pull.hears(author, text, inThread ? pull.first : undefined);

        const done = what(effects);
        const mayWrite = author === ADA || author === BOB;
        expect((mayWrite ? WRITERS_MAY : REVIEWED).filter((one) => done.includes(one)).length).toBe(new Set(done).size);
        expect(done.filter((one) => one === "comment" || one === "reply").length).toBeLessThanOrEqual(1);
        if (author.bot) expect([done, answered]).toEqual([[], { review: false }]);
        if (author !== BOB) expect(pull.remembered).toHaveLength(decided);
        decisions += pull.remembered.length - decided;
        if (!mayWrite) expect(answered).toEqual({ review: false });
        for (const { body: said = "" } of effects) {
          const page = pageOf(said);
          expect([page.images, page.html, page.openFolds]).toEqual([[], [], 0]);
          expect(page.links.filter((link) => !/^https:\/\/(?:cwe\.mitre\.org|docs\.python\.org)\//.test(link))).toEqual(
            [],
          );
          expect(page.texts.join("\n")).not.toMatch(/@everyone|https?:\/\/evil|www\.evil/);
        }
      }),
      { numRuns: 1000 },
    );

    // Else the rest would say little.
    expect(decisions).toBeGreaterThan(10);
  });
});
