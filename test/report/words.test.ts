import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readSuggestions } from "../../demo/github/pulls/suggestion.ts";
import { markedFinding } from "../../src/core/mark.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { placeAll, placeFinding } from "../../src/core/placement.ts";
import { suggestedLines } from "../../src/core/suggestion.ts";
import { linesOf, spanOf } from "../../src/core/text.ts";
import type { LedgerRow } from "../../src/core/words.ts";
import { openWords } from "../../src/report/words.ts";
import { THREE_TEXTS } from "../core/strange-texts.ts";
import { FIX_SHA, placed, row, SHA, WHOLE, words } from "./all-words.ts";
import { pageOf } from "./github-page.ts";
import { HOSTILE } from "./hostile.ts";
import { adviceOnly, CHECKED_FIX, FINDING, reviewOf, USERS } from "./sample-review.ts";

describe("a comment in the diff", () => {
  it("says what and why, then the button, and folds the rest", () => {
    const body = words.lineComment(placed(FINDING), { headSha: SHA });

    const [visible = "", fold = ""] = body.split("<details>");
    expect(visible).toBe(
      [
        "**Critical: SQL text is built from the request's name** at `cursor.execute` in `Users.login`",
        "The value becomes part of the statement, so whoever sends it can change what it does.",
        "This binds the value as a parameter:",
        '```suggestion\n        cursor.execute("SELECT * FROM users WHERE name = ?", (name,))\n```\n\n',
      ].join("\n\n"),
    );
    expect(fold).toContain("Checked: L1 applies and parses · L2 holds together · L3 repaired and preserved");
    expect(fold).toContain("L3 not run: fresh introspection agrees");
    expect(fold).toContain(
      "Knowledge: Bind SQL values as parameters \\(practice; applied 10×, declined 1×, reverted 0×\\)",
    );
    expect(fold).toContain(
      "[CWE-89](https://cwe.mitre.org/data/definitions/89.html), <https://owasp.org/x>; id `3fa91c0b77de`\n",
    );
    expect(fold).toContain("Answer `/reflexgen dismiss` and why");
    expect(body).not.toMatch(/prove|evil/i);
  });

  it("admits what it says late", () => {
    const body = words.lineComment(placed(FINDING), { headSha: SHA, late: true });

    expect(body.split("\n\n")[1]).toBe("Said late: an earlier review passed this code without finding it.");
  });

  it("remembers the finding as its last line", () => {
    const body = words.lineComment(placed(FINDING), { headSha: SHA });

    expect(body.split("\n").at(-1)).toMatch(/^<!-- reflexgen:1 .* -->$/);
    expect(words.readMark(body)).toEqual({
      kind: "finding",
      headSha: SHA,
      findings: [markedFinding(FINDING)],
      button: true,
    });
  });

  it("shows a checked fix that can't be a button as a diff, with the reason and the way to get it", () => {
    const comment = { kind: "comment", side: "RIGHT", line: 7, noButton: "it spans more than 40 lines" } as const;

    const body = words.lineComment({ findings: [FINDING], placement: comment }, { headSha: SHA });

    expect(body).toContain(
      "A checked fix binds the value as a parameter. It has no button: it spans more than 40 lines.",
    );
    expect(body).toContain("`/reflexgen apply 3fa91c0b77de` commits it here.");
    expect(pageOf(body).fences.map(({ language }) => language)).toEqual(["diff"]);
  });

  it("speaks of no command that does nothing", () => {
    const quiet = openWords({ ref: { installation: 1, repository: 2, number: 3 }, secrets: ["a secret that is long"] });
    const comment = { kind: "comment", side: "RIGHT", line: 7, noButton: "it is long" } as const;

    const body = quiet.lineComment({ findings: [FINDING], placement: comment }, { headSha: SHA });

    expect(body).not.toContain("/reflexgen");
    expect(body).toContain("Resolve this conversation");
  });

  it("gives advice where there is no checked fix, and says which check a tried one failed", () => {
    const failed = { level: "L2", name: "names are bound", outcome: "failed", detail: "`os` is not" } as const;
    const fix = { ...CHECKED_FIX, reached: "L1" as const, checks: [failed] };

    const body = words.lineComment(placed({ ...adviceOnly(), fix }), { headSha: SHA });

    expect(body).toContain("\n\nBind the value as a parameter.\n\n");
    expect(body).toContain("A fix was tried; L2 failed: names are bound (`os` is not)".replace(/[()]/g, "\\$&"));
    expect(pageOf(body).fences).toEqual([]);
  });

  it("says that only a model examined the fix, where that is so", () => {
    const fix = { ...CHECKED_FIX, examinedByModelOnly: true };

    const body = words.lineComment(placed({ ...FINDING, fix }), { headSha: SHA });

    expect(body.split("<details>")[0]).toContain("**No analyser covers this weakness: examined by the model only.**");
  });

  it("names every finding that the one patch repairs, and remembers them all", () => {
    const other = { ...FINDING, id: "aaaaaaaaaaaa", title: "Another one", severity: "low" as const };

    const body = words.lineComment({ ...placed(FINDING), findings: [FINDING, other] }, { headSha: SHA });

    expect(body).toContain("**Low: Another one** (line 7)");
    expect(words.readMark(body)).toMatchObject({ findings: [{ id: FINDING.id }, { id: "aaaaaaaaaaaa" }] });
  });

  it("never shows a secret, in no part of it and not in its mark", () => {
    const secret = "hunter2-and-more";
    const head = USERS.replace("sqlite3", secret);
    const patch = patchBetween(FINDING.path, head, head.replace(`import ${secret}`, `import os, ${secret}`));
    const finding = {
      ...FINDING,
      title: `uses ${secret}`,
      reason: secret,
      symbol: secret,
      sink: secret,
      fix: { ...CHECKED_FIX, patch },
    };
    const scrub = (text: string) => text.replaceAll(secret, "REDACTED");
    const careful = openWords({
      ref: { installation: 1, repository: 2, number: 3 },
      secrets: ["a secret that is long"],
      scrub,
    });
    const [one] = placeAll([finding], { head, diffRanges: WHOLE.diffRanges }, { scrub });

    const body = careful.lineComment(one ?? placed(FINDING), { headSha: SHA });

    expect(body).not.toContain(secret);
    expect(JSON.stringify(careful.readMark(body))).not.toContain(secret);
    expect(one?.placement).toMatchObject({ kind: "comment", noButton: expect.stringContaining("secret") });
  });

  it("puts exactly the suggested lines into the button, whatever they hold", () => {
    const cases = fc.sample(THREE_TEXTS, { numRuns: 400, seed: 7 });

    const buttons = cases.filter(({ head, repaired }) => {
      const patch = patchBetween(FINDING.path, head, repaired);
      const finding = { ...FINDING, span: spanOf(head, 0, 0), fix: { ...CHECKED_FIX, patch } };
      const diffRanges = [{ startLine: 1, endLine: Math.max(1, linesOf(head).length) }];
      const placement = placeFinding(finding, { head, diffRanges });
      if (placement.kind !== "suggestion") return false;
      const body = words.lineComment({ findings: [finding], placement }, { headSha: SHA });
      expect(readSuggestions(body)).toEqual([suggestedLines(placement.replacement)]);
      expect(words.readMark(body)?.kind).toBe("finding");
      expect(pageOf(body)).toMatchObject({ html: [], images: [], openFolds: 0 });
      return true;
    });

    expect(buttons.length).toBeGreaterThan(100);
  });
});

describe("what stands above a review", () => {
  it("counts, and lists in full what has no place in the diff", () => {
    const listed = [
      { finding: adviceOnly({ id: "aaaaaaaaaaaa", title: "Elsewhere" }), why: "its lines are not part of the diff" },
    ];

    const body = words.reviewBody({ review: reviewOf([FINDING]), headSha: SHA, posted: [placed(FINDING)], listed });

    expect(body).toMatch(
      /^\*\*ReflexGen: 2 new findings\*\* \(2 critical\)\. 1 checked fix can be committed with one click\.\n/,
    );
    expect(body).toContain("Comment `/reflexgen dismiss aaaaaaaaaaaa` and why");
    expect(body).toContain("**Critical: Elsewhere**\n`app/users.py:7` (its lines are not part of the diff)");
    expect(words.readMark(body)).toEqual({ kind: "review", headSha: SHA, findings: [FINDING.id] });
  });

  it("says what could not be read before anything that is folded", () => {
    const review = reviewOf([FINDING], { unread: [{ path: "a.py", reason: "the model refused", failed: true }] });

    const body = words.reviewBody({ review, headSha: SHA, posted: [placed(FINDING)], listed: [] });

    expect(body).toContain("**Not read, though it should have been (1 place):**\n\n- the model refused: `a.py`");
  });

  it("folds what only the cap keeps out of the diff, under how many these are", () => {
    const listed = Array.from({ length: 3 }, (_, index) => ({
      finding: adviceOnly({ severity: "medium", path: `part_${index}.py` }),
      why: "a review has at most 10 comments on medium and low findings",
      brief: true,
    }));

    const body = words.reviewBody({ review: reviewOf([FINDING]), headSha: SHA, posted: [placed(FINDING)], listed });

    const [visible = "", fold = ""] = body.split("<details>");
    expect(visible).not.toContain("part_");
    expect(fold).toContain("<summary>3 medium without a comment of their own</summary>");
    expect(fold).toContain("Why: a review has at most 10 comments on medium and low findings.");
    expect(fold.match(/^- \*\*Medium: .*`part_\d\.py:7`$/gm)).toHaveLength(3);
  });
});

describe("the summary", () => {
  it("tells where every finding stands, open ones first", () => {
    const rows: LedgerRow[] = [
      row({ said: "suggestion" }),
      row({ id: "aaaaaaaaaaaa", state: "fixed", fixedIn: FIX_SHA }),
      row({ id: "bbbbbbbbbbbb", state: "declined", reason: "a test | only, says @ada" }),
      row({ id: "cccccccccccc", state: "late", said: "list" }),
    ];

    const body = words.summary({ review: reviewOf([FINDING]), headSha: SHA, rows });

    expect(body).toMatch(/^### ReflexGen: 2 findings, 1 fixed, 1 declined\n/);
    const [table] =
      [...body.matchAll(/^\|.*\|$/gm)]
        .map(([line]) => line)
        .slice(2)
        .map((line) => [line]) ?? [];
    expect(table?.[0]).toBe(
      "| Critical | SQL text is built from the request's name | `app/users.py:7` | **open**, suggestion | `3fa91c0b77de` |",
    );
    expect(body).toContain("| fixed in `fedcba9` |");
    expect(body).toContain("| **open**, checked fix, found late |");
    expect(pageOf(body).kinds).toContain("table");
    expect(words.readMark(body)).toEqual({
      kind: "summary",
      headSha: SHA,
      findings: [
        { id: "3fa91c0b77de", state: "open" },
        { id: "cccccccccccc", state: "late", about: { ...markedFinding(FINDING), id: "cccccccccccc" } },
        { id: "aaaaaaaaaaaa", state: "fixed", fixedIn: FIX_SHA },
        { id: "bbbbbbbbbbbb", state: "declined" },
      ],
    });
  });

  it("says who said no, why, and until when", () => {
    const untilMs = Date.UTC(2027, 0, 31);
    const rows: LedgerRow[] = [
      row({ id: "aaaaaaaaaaaa", state: "declined", by: "ada", reason: "a test fixture", untilMs }),
      row({ id: "bbbbbbbbbbbb", state: "accepted", by: "bob", untilMs }),
    ];

    const body = words.summary({ review: reviewOf([]), headSha: SHA, rows });

    expect(body).toContain("| declined by ada until 2027-01-31: a test fixture |");
    expect(body).toContain("| risk accepted by bob until 2027-01-31 |");
  });

  it("admits in one plain sentence what was found late", () => {
    const late = words.summary({ review: reviewOf([]), headSha: SHA, rows: [row({ state: "late", said: "list" })] });
    const other = words.summary({ review: reviewOf([]), headSha: SHA, rows: [row()] });

    expect(late).toContain(
      "\n\nFound late: 1 stands in code that an earlier review had passed without finding it.\n\n",
    );
    expect(other).not.toContain("Found late");
  });

  it("folds what is settled under its counts where the table would be long", () => {
    const rows = [
      ...Array.from({ length: 12 }, (_, at) => row({ id: at.toString(16).padStart(12, "0") })),
      ...Array.from({ length: 12 }, (_, at) => row({ id: at.toString(16).padStart(12, "f"), state: "fixed" })),
      row({ id: "abababababab", state: "declined" }),
    ];

    const body = words.summary({ review: reviewOf([]), headSha: SHA, rows });

    expect(body).toContain("<details><summary>12 fixed and 1 declined</summary>");
    expect(body.split("<details>")[0]?.match(/\*\*open\*\*/g)).toHaveLength(12);
  });

  it("names what was not read riskiest first, and counts the rest", () => {
    const unread = Array.from({ length: 2701 }, (_, at) => ({
      path: `part_${at}.py`,
      reason: "over the limit of 300 files",
      failed: true,
      risk: at % 2700,
    }));

    const body = words.summary({ review: reviewOf([], { unread }), headSha: SHA, rows: [row()] });

    expect(body).toContain("**Not read, though it should have been (2,701 places):**");
    expect(body).toContain(
      "- over the limit of 300 files: `part_2699.py`, `part_2698.py`, `part_2697.py`, `part_2696.py`, `part_2695.py` and 2,696 more",
    );
  });

  it("says what the model had examined before and was not asked again", () => {
    const review = reviewOf([], { earlier: { headSha: FIX_SHA, units: 26 } });

    expect(words.summary({ review, headSha: SHA, rows: [row()] })).toContain(
      "The model had examined 26 of the units at `fedcba9`; nothing was pushed to them since.",
    );
  });

  it("is bounded with a thousand long findings, worst first, and remembers as many as fit", () => {
    const rows = Array.from({ length: 1200 }, (_, index) => {
      const id = index.toString(16).padStart(12, "0");
      const title = `${id} ${"\u{1f600}".repeat(100)}`;
      return row({ id, said: "list", finding: { ...markedFinding(FINDING), title, path: `src/${title}` } });
    });

    const body = words.summary({ review: reviewOf([]), headSha: SHA, rows });

    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_536);
    expect(body.isWellFormed()).toBe(true);
    expect(body).toMatch(/\d more findings, not listed here\./);
    const mark = words.readMark(body);
    expect(mark?.kind === "summary" && mark.findings.length).toBeGreaterThan(50);
  });
});

describe("the check", () => {
  const titleOf = (rows: LedgerRow[], changes: Parameters<typeof reviewOf>[1] = {}) =>
    words.check({ review: reviewOf([], changes), headSha: SHA, rows }).title;
  const unread = [{ path: "a.py", reason: "the model refused", failed: true }];

  it.each([
    ["2 findings (2 critical), 1 fixed", [row(), row({ state: "late" }), row({ state: "fixed" })], {}],
    ["1 finding (1 critical); 1 place not read", [row()], { unread }],
    ["Nothing open, 1 fixed, 1 accepted", [row({ state: "fixed" }), row({ state: "accepted" })], {}],
    ["Nothing found", [], {}],
    ["Nothing found in what was read; 1 place not read", [], { unread }],
    ["Nothing open in what was read, 1 fixed; 1 place not read", [row({ state: "fixed" })], { unread }],
    ["Nothing to review", [], { read: { files: 0, units: 0, lines: 0 } }],
  ] as const)("is called: %s", (title, rows, changes) => {
    expect(titleOf([...rows], changes as Parameters<typeof reviewOf>[1])).toBe(title);
  });

  it.each([
    [
      "failure",
      "high",
      "2 findings (1 high, 1 low): blocking",
      "**Blocking:** 1 open finding of severity high or worse",
    ],
    [
      "neutral",
      "critical",
      "2 findings (1 high, 1 low): advisory",
      "**Advisory:** no open finding is of severity critical",
    ],
    ["neutral", "never", "2 findings (1 high, 1 low): advisory", "**Advisory:** findings never fail this check here"],
  ] as const)("says whether it blocks, and from which severity on: %s at %s", (conclusion, blockAt, title, why) => {
    const rows = (["high", "low"] as const).map((severity) =>
      row({ finding: { ...markedFinding(FINDING), severity } }),
    );

    const check = words.check({ review: reviewOf([]), headSha: SHA, rows, verdict: { conclusion, blockAt } });

    expect(check.title).toBe(title);
    expect(check.summary.split("\n")[0]).toContain(why);
  });

  it("has a title that can be read where the merge button is, whatever there is to say", () => {
    const rows = (["open", "late", "fixed", "declined", "accepted"] as const).flatMap((state) =>
      (["critical", "high", "medium", "low"] as const).flatMap((severity) =>
        Array.from({ length: 900 }, () => row({ state, finding: { ...markedFinding(FINDING), severity } })),
      ),
    );
    const verdict = { conclusion: "failure", blockAt: "high" } as const;
    const review = reviewOf([], { unread: Array.from({ length: 3000 }, () => unread[0]!) });

    expect(words.check({ review, headSha: SHA, rows, verdict }).title).toBe(
      "7,200 findings (1800 critical, 1800 high, 1800 medium, 1800 low), 3600 fixed, 3600 declined, 3600 accepted; 3,000 places not read: blocking",
    );
  });

  it("names the head, what was read and what not, the model, rounds, tokens and what was silenced", () => {
    const review = reviewOf([], {
      unread: [...unread, { path: "logo.png", reason: "binary" }],
      suppressed: [{ id: "aaaaaaaaaaaa", path: "b.py", weakness: "CWE-89", reason: "reviewed in 2024" }],
      model: { name: "some-model", destination: "https://models.example/v1" },
      accounts: [{ path: "a.py", name: "f", lines: { startLine: 1, endLine: 2 }, rounds: 2, context: [], trace: [] }],
      cost: { ...reviewOf([]).cost, calls: 3, inputTokens: 1000, outputTokens: 200 },
    });

    const { summary, text } = words.check({ review, headSha: SHA, rows: [] });

    expect(summary).toContain("Read at `0123456`: 2 files, 3 units, 41 lines, by rules and the model some\\-model.");
    expect(summary).toContain("**Not read, though it should have been (1 place):**\n\n- the model refused: `a.py`");
    expect(summary).toContain("Left out (1 place):\n\n- binary: `logo.png`");
    expect(summary).toContain("Silenced by what stands at the base side: 1 \\(reviewed in 2024\\).");
    expect(summary).toContain("Cost: 2 rounds of repair, 3 model calls, 1,200 tokens");
    expect(text).toBe("No findings.");
  });

  it("never looks like a pass while there is no review", () => {
    expect(words.checkWithout({ headSha: SHA, state: "reviewing" }).title).toBe("Reviewing");
    expect(words.checkWithout({ headSha: SHA, state: "not-reviewed", why: "the model is down" })).toEqual({
      title: "Not reviewed: the model is down",
      summary: "The change at `0123456` was not reviewed: the model is down.",
      text: "",
    });
  });
});

describe("a finding's comment once it is fixed", () => {
  it("says so above, once, and remembers the same", () => {
    const body = words.lineComment(placed(FINDING), { headSha: SHA });

    const fixed = words.fixed(body, FIX_SHA) ?? "";

    expect(fixed).toMatch(/^\*\*Fixed in `fedcba9`\.\*\*\n\n\*\*Critical: /);
    expect(words.readMark(fixed)).toEqual(words.readMark(body));
    expect(words.fixed(fixed, FIX_SHA)).toBe(fixed);
  });

  it("is not touched where it is not ours any more", () => {
    expect(
      words.fixed(words.lineComment(placed(FINDING), { headSha: SHA }).replace("SQL", "sql"), FIX_SHA),
    ).toBeUndefined();
  });
});

describe("replies", () => {
  it.each([
    [
      { kind: "fixed", commitSha: FIX_SHA, resolved: true } as const,
      "Fixed in `fedcba9`: the weakness is no longer found there.",
    ],
    [{ kind: "paused" } as const, "`/reflexgen resume` ends it."],
    [
      { kind: "not-decided", command: "dismiss", why: "only-author" } as const,
      "`/reflexgen dismiss` needs a second pair of eyes",
    ],
    [
      { kind: "not-allowed", command: "apply", needs: "write permission" } as const,
      "`/reflexgen apply` needs write permission.",
    ],
    [
      {
        kind: "applied",
        commitSha: FIX_SHA,
        ids: [FINDING.id],
        left: [{ id: "aaaaaaaaaaaa", reason: "it overlaps" }],
      } as const,
      "- `aaaaaaaaaaaa`: it overlaps",
    ],
    [{ kind: "not-applied", why: "the branch moved", left: [] } as const, "Nothing was committed: the branch moved"],
    [{ kind: "reviewing", headSha: SHA } as const, "Reviewing `0123456`"],
    [
      { kind: "unknown-command", problem: { what: "no-such-command", word: "aply", nearest: "apply" } } as const,
      "There is no command `aply`. Did you mean `/reflexgen apply ID … or all`?",
    ],
    [{ kind: "help" } as const, "- `/reflexgen review`: reviews the newest commit now"],
  ])("say what was done and what to do: %j", (reply, text) => {
    const body = words.reply(reply, 7);

    expect(body).toContain(text);
    expect(words.readMark(body)).toEqual({ kind: "reply", to: 7, says: reply.kind });
  });
});

describe("a commit's message", () => {
  it("says what was repaired and who asked, and is found again by its trailer", () => {
    const { headline, body } = words.commitMessage({
      fixes: [markedFinding(FINDING)],
      askedBy: { id: 12, login: "ada" },
      request: "comment-7",
      signOff: { id: 34, login: "reflexgen[bot]" },
    });

    expect(headline).toBe("fix: SQL text is built from the request's name");
    expect(body).toContain("Asked for by ada.");
    expect(body.split("\n\n").at(-1)?.split("\n")).toEqual([
      "Co-authored-by: ada <12+ada@users.noreply.github.com>",
      "Signed-off-by: reflexgen[bot] <34+reflexgen[bot]@users.noreply.github.com>",
      "ReflexGen-Request: comment-7",
    ]);
  });

  it("holds no mention, reference or address, whatever is in it", () => {
    fc.assert(
      fc.property(HOSTILE, (hostile) => {
        const fix = { ...markedFinding(FINDING), title: hostile };

        const { headline, body } = words.commitMessage({
          fixes: [fix, fix],
          askedBy: { id: 12, login: hostile },
          request: `comment-7\n\n${hostile}`,
        });

        const rest = body
          .split("\n")
          .filter((line) => !/^(?:Co-authored-by: [\w-]+ <12\+[\w-]+@|ReflexGen-)/.test(line));
        const message = `${headline}\n\n${rest.join("\n")}`;
        expect(message).not.toMatch(/[@#&<>`[\]]|GH-\d|:\/\/|www\.\w|\b[0-9a-f]{7,40}\b/i);
        expect(body.split("\n").at(-1)).toMatch(/^ReflexGen-Request: comment-7[\w:./-]*$/);
      }),
      { numRuns: 1000 },
    );
  });
});
