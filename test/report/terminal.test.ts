import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Finding } from "../../src/core/finding.ts";
import { patchBetween } from "../../src/core/patch.ts";
import type { Review } from "../../src/core/review.ts";
import { spanOf } from "../../src/core/text.ts";
import { displayWidth } from "../../src/report/display-width.ts";
import { renderTerminal, type TerminalOptions } from "../../src/report/terminal.ts";
import { adviceOnly, CHECKED_FIX, FINDING, reviewOf, sourceOf, spanAt } from "./sample-review.ts";

const ESCAPE = "\u001b";

function render(review: Review, options: Partial<TerminalOptions> = {}): string {
  return renderTerminal(review, { width: 80, colour: false, sourceOf, ...options });
}

/** The frame of a finding in `source`. */
function frameOf(source: string, quote: string, width = 80): string {
  const finding = adviceOnly({ span: spanAt(source, quote), quote });
  return render(reviewOf([finding]), { width, sourceOf: () => source }).split("\n\n")[1] ?? "";
}

describe("renderTerminal", () => {
  it("does not call clean what it could not read", () => {
    const unread = [
      { path: "logo.png", reason: "binary file" },
      {
        path: "src/auth.ts",
        lines: { startLine: 10, endLine: 40 },
        reason: "the model's answer was cut off",
        failed: true,
      },
    ];

    expect(
      render(reviewOf([], { unread, notes: ["knowledge store did not answer in 1.5 s: reviewed without it"] })),
    ).toBe(
      `Nothing found in what was read.
Read: 2 files, 3 units, 41 lines of demo (main..feature), by rules alone.
Not read: 2 places.
  - the model's answer was cut off: src/auth.ts:10-40
  - binary file: logo.png
Note: knowledge store did not answer in 1.5 s: reviewed without it
Cost: 0.4 s.
`,
    );
  });

  it("says in one line what was read when all of it is clean", () => {
    expect(render(reviewOf([]))).toBe(
      "Nothing found in 2 files, 3 units, 41 lines of demo (main..feature), read by\nrules alone.\n",
    );
  });

  it("shows a finding, its checked fix, and how to apply it", () => {
    expect(render(reviewOf([FINDING]), { applyWith: "--apply" })).toBe(
      `CRITICAL  SQL text is built from the request's name
  app/users.py:7:24 · Users.login
  CWE-89 · new in this change · by Claude Code (recorded)
  found by rule python-sql-concatenation · id 3fa91c0b77de

  5 │ def login(self, name, password):
  6 │     cursor = self.db.cursor()
  7 │     cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    │                    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
  8 │     return cursor.fetchone()

  The value becomes part of the statement, so whoever sends it can change what
  it does.

  Fix: binds the value as a parameter (rule python-sql-concatenation)
  7 - cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")
    + cursor.execute("SELECT * FROM users WHERE name = ?", (name,))

  checked: L1 applies and parses · L2 holds together · L3 repaired and preserved
  not run: fresh introspection agrees (no model)
  knowledge: Bind SQL values as parameters (practice; applied 10×, declined 1×,
  reverted 0×)

${"─".repeat(80)}
1 finding: 1 critical.
1 has a checked fix; --apply writes it to the work tree.
Read: 2 files, 3 units, 41 lines of demo (main..feature), by rules alone.
Cost: 0.4 s.
`,
    );
  });

  it("says of a model's fix that only the model examined it, and claims no level whose checks did not run", () => {
    const checks = CHECKED_FIX.checks.filter(({ level }) => level !== "L2");
    const fix = {
      ...CHECKED_FIX,
      checks,
      examinedByModelOnly: true,
      madeBy: { kind: "model" as const, name: "gpt-5" },
      repairs: [FINDING.id, "other"],
    };

    const text = render(reviewOf([{ ...FINDING, fix }]));

    expect(text).toContain("Fix: binds the value as a parameter (the model gpt-5)");
    expect(text).toContain(
      "checked: L1 applies and parses · L3 repaired and preserved\n  no analyser covers this weakness: examined by the model only\n",
    );
    expect(text).toContain("also repairs other");
  });

  it("never shows a fix that failed a check, but says which", () => {
    const checks = [
      { level: "L2" as const, name: "names are bound", outcome: "failed" as const, detail: "html is not imported" },
    ];
    const fix = { ...CHECKED_FIX, checks, reached: "L1" as const };

    const text = render(reviewOf([adviceOnly({ fix })]));

    expect(text).toContain(
      '  Advice, not a button: Bind the value as a parameter.\n  a fix was tried; L2 "names are bound" failed: html is not imported\n',
    );
    expect(text).toContain("No fix passed the checks.");
    expect(text).not.toContain("name = ?");
  });

  it("explains on demand: context and every step", () => {
    const account = {
      path: "app/users.py",
      name: "Users.login",
      lines: { startLine: 5, endLine: 8 },
      rounds: 2,
      context: [
        {
          role: "imports" as const,
          path: "app/users.py",
          lines: { startLine: 1, endLine: 1 },
          code: "",
          reason: "imports of the file",
        },
      ],
      trace: [{ step: "refine", detail: "round 1 failed L3" }],
    };
    const review = reviewOf([], { accounts: [account] });

    expect(render(review, { explain: true })).toContain(
      `UNIT  app/users.py:5-8 · Users.login · 2 rounds
  read beside it: imports app/users.py:1: imports of the file
  - refine: round 1 failed L3
`,
    );
    expect(render(review)).not.toContain("UNIT");
  });

  it("puts each finding on one line when asked for little", () => {
    expect(render(reviewOf([FINDING]), { levelOfDetail: "brief" })).toMatch(
      /^CRITICAL app\/users.py:7:24 SQL text is built f… CWE-89 · checked fix · 3fa91c0b77de\n/,
    );
  });

  it("replaces secrets before anything is measured or cut", () => {
    const source = 'password = "hunter2-hunter2"; eval(password)\n';
    const finding = adviceOnly({ span: spanAt(source, "eval(password)"), quote: "eval(password)" });
    const scrub = (text: string) => text.replaceAll("hunter2-hunter2", "REDACTED_PASSWORD_1");

    const text = render(reviewOf([finding]), { sourceOf: () => source, scrub });

    expect(text).toContain(
      `  1 │ password = "REDACTED_PASSWORD_1"; eval(password)\n    │                                   ━━━━━━━━━━━━━━\n`,
    );
  });

  it("paints only when asked to", () => {
    const plain = render(reviewOf([FINDING]));
    const painted = render(reviewOf([FINDING]), { colour: true });

    expect(painted).toContain("\u001b[");
    expect(painted.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, "g"), "")).toBe(plain);
  });
});

describe("code frames", () => {
  it("bar a span of several lines, and cut a long one", () => {
    const source = `a\nf(\n${"  x,\n".repeat(9)})\nb\n`;

    expect(frameOf(source, source.slice(2, -3))).toBe(
      ["  1 │ a", "  2 ┃ f(", ...[3, 4, 5, 6, 7].map((line) => `  ${line} ┃   x,`), "    ┊ 5 more lines"].join("\n"),
    );
  });

  it("expand tabs, and underline wide characters at their width", () => {
    expect(frameOf('if x:\n\tprint("日本", y)\n', "y")).toBe(
      '  1 │ if x:\n  2 │     print("日本", y)\n    │                   ━',
    );
  });

  it("show the place of a long line where the mark is", () => {
    const source = `${"a".repeat(5_000_000)} eval(x) ${"b".repeat(1000)}\n`;

    const [line = "", underline = ""] = frameOf(source, "eval(x)", 40).split("\n");

    expect(line).toMatch(/^ {2}1 │ …a+ eval\(x\) b+…$/);
    expect(displayWidth(line)).toBeLessThanOrEqual(40);
    expect(underline.indexOf("━")).toBe(line.indexOf("eval"));
    expect(underline.match(/━+/)?.[0]).toHaveLength(7);
  });

  it("show the quote alone where the text is missing or another", () => {
    const finding = adviceOnly();

    for (const source of [undefined, "something else\n"]) {
      expect(render(reviewOf([finding]), { sourceOf: () => source })).toContain(
        `\n\n  7 │ ${finding.quote}\n    │ ━━━━`,
      );
    }
  });
});

describe("hostile text", () => {
  it("is shown, not obeyed", () => {
    const title = "\u001b[31mred\u001b]0;title\u0007 \u202Eexe.gnp \u200b\u{E0041} ::stop-commands::x";

    const text = render(
      reviewOf([adviceOnly({ title, path: "a\nb\r.py", reason: "::add-mask::x", advice: "##[error]y" })]),
    );

    expect(text).toContain("<U+001B>[31mred<U+001B>]0;title<U+0007> <U+202E>exe.gnp\n          <U+200B><U+E0041>");
    expect(text).toContain("a<U+000A>b<U+000D>.py:7:24");
    expect(text).not.toMatch(/^\s*::|##\[/m);
  });

  it("never breaks the width or reaches the screen raw", () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          "\u001b",
          "\n",
          "\t",
          "\r",
          "\u202E",
          "日",
          "😀",
          "é",
          "\u0301",
          "::",
          "##[",
          " ",
          "word ",
          "\u2028",
        ),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        hostile,
        hostile,
        fc.nat(60),
        fc.nat(60),
        fc.constantFrom(40, 80, 160),
        (text, source, from, length, width) => {
          const start = Math.min(from, source.length);
          const end = Math.min(start + length, source.length);
          const span = spanOf(source, start, end);
          const finding: Finding = {
            ...FINDING,
            title: text,
            reason: text,
            path: text,
            symbol: text,
            span,
            quote: source.slice(start, end),
            fix: { ...CHECKED_FIX, patch: patchBetween(text, source, text), title: text },
          };
          const review = reviewOf([finding, adviceOnly({ advice: text })], {
            unread: [{ path: text, reason: text }],
            notes: [text],
            title: text,
          });

          const lines = render(review, { width, sourceOf: () => source }).split("\n");

          expect(lines.join("")).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]/u);
          // A runner's command that is made visible may be wider than the line it stood on.
          const widest = Math.max(...lines.filter((line) => !/U\+00(3A|23)/.test(line)).map(displayWidth));
          expect(widest).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 500 },
    );
  });
});
