import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { faultsOf, FIX_SHA, row, SHA, words } from "./all-words.ts";
import { pageOf } from "./github-page.ts";
import { HOSTILE } from "./hostile.ts";
import { FINDING, reviewOf } from "./sample-review.ts";

const BOX = "- [ ] Commit all checked fixes (2)";
const summary = (rows = [row()], fixes = 2) =>
  words.summary({ review: reviewOf([FINDING]), headSha: SHA, rows, fixes });

describe("the box of the summary", () => {
  it("is there for as many fixes as wait, and not without any", () => {
    expect(summary().split("\n")).toContain(BOX);
    expect(summary([row()], 0)).not.toContain("[ ]");
    expect(words.isTicked(summary())).toBe(false);
  });

  it.each([
    ["a tick", (body: string) => body.replace("[ ]", "[x]")],
    ["a tick in a browser", (body: string) => body.replace("[ ]", "[X]").replaceAll("\n", "\r\n")],
  ])("is known to be ticked after %s, which is no edit, and is cleared again", (_, tick) => {
    const body = summary();

    const ticked = tick(body);

    expect(words.isTicked(ticked)).toBe(true);
    expect(words.readMark(ticked)).toEqual(words.readMark(body));
    expect(words.cleared(ticked).replaceAll("\r", "")).toBe(body);
  });

  it("can't be drawn by what stands in code or in a finding", () => {
    const drawn = fc.constantFrom(
      "- [x] Commit all checked fixes",
      "\n- [x] Commit all checked fixes (9)\n",
      "\r- [X] ",
    );
    fc.assert(
      fc.property(HOSTILE, drawn, HOSTILE, (before, box, after) => {
        const hostile = before + box + after;
        const { finding } = row();
        const rows = [row({ finding: { ...finding, title: hostile, path: hostile, symbol: hostile } })];

        expect(words.isTicked(summary(rows))).toBe(false);
        expect(words.isTicked(summary(rows, 0))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe("answers to a wish to apply", () => {
  it.each([
    [{ kind: "there-already", headSha: FIX_SHA } as const, "stand there already, at `fedcba9`"],
    [{ kind: "apply-asked", fixes: 1 } as const, "1 checked fix waits here."],
    [{ kind: "who-ticked" } as const, "GitHub does not tell by whom"],
  ])("say what to do, and remember that they were given: %j", (reply, text) => {
    const notice = words.applyNotice(reply, "abc");

    expect(notice).toContain(text);
    expect(words.readMark(notice)).toEqual({ kind: "notice", about: reply.kind, digest: "abc" });
    expect(words.readMark(words.reply(reply, 7, "abc"))).toMatchObject({ kind: "reply", to: 7, digest: "abc" });
    expect(pageOf(notice)).toMatchObject({ images: [], links: [], html: [], openFolds: 0 });
  });

  it("show a patch that does nothing but stand there, whatever it holds, or none", () => {
    let shown = 0;
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (before, after) => {
        const files = [{ path: "a.py", before: `x\n${before}\n`, text: `x\n${after}\n` }];
        const message = words.commitMessage({
          fixes: [row().finding],
          askedBy: { id: 1, login: "ada" },
          request: "comment-1",
        });
        const patch = words.mailPatch({ ...message, from: { id: 9, login: "reflexgen[bot]" }, files });
        if (patch !== undefined) shown++;

        const body = words.reply({ kind: "not-applied", why: "x", left: [], ...(patch && { patch }) }, 7);

        expect(faultsOf(body)).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(shown).toBeGreaterThan(50);
  });
});
