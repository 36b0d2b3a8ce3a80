import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Parser, ParserOptions } from "prettier";
import * as markdownPlugin from "prettier/plugins/markdown";
import type { RuleSummary } from "../../src/core/analysis.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { markdownCode, markdownFence, markdownText } from "../../src/report/markdown-escape.ts";
import { HOSTILE } from "./hostile.ts";
import { adviceOnly, CHECKED_FIX, FINDING, reviewOf, sourceOf, spanAt } from "./sample-review.ts";

type Node = { type: string; value?: string; url?: string; depth?: number; children?: Node[] };

const RULE: RuleSummary = {
  id: "",
  language: "python",
  weakness: "CWE-89",
  severity: "high",
  tier: "speaks",
  title: "",
  message: "",
  references: [],
  hasFix: true,
  hasShape: true,
  vocabulary: [],
};

// The plugin's parser reads no options, though its type asks for all of them.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const OPTIONS = {} as ParserOptions<Node>;

async function parse(text: string): Promise<Node> {
  const parser: Parser<Node> = markdownPlugin.parsers.markdown;
  return parser.parse(text, OPTIONS);
}

async function nodesOf(text: string): Promise<Node[]> {
  const walk = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(walk)];
  return walk(await parse(text));
}

describe("markdownText", () => {
  it("is text and code only, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(HOSTILE, async (hostile) => {
        const nodes = await nodesOf(`lead ${markdownText(hostile)}`);

        expect(
          new Set(nodes.map(({ type }) => type)).difference(
            new Set(["root", "paragraph", "sentence", "text", "inlineCode"]),
          ),
        ).toEqual(new Set());
      }),
      { numRuns: 500 },
    );
  });

  it("leaves nothing that GitHub links or notifies by", async () => {
    await fc.assert(
      fc.asyncProperty(HOSTILE, async (hostile) => {
        const shown = (await nodesOf(markdownText(hostile)))
          .filter(({ type }) => type === "text")
          .map(({ value }) => value ?? "");

        for (const text of shown) expect(text).not.toMatch(/@[\w-]|#\d|GH-\d|:\/\/|www\.\w|[0-9a-f]{7,40}/i);
      }),
      { numRuns: 500 },
    );
  });

  it("reads as it was written", () => {
    expect(markdownText("The value of `name` is a 5 * 3 <b>")).toBe("The value of `name` is a 5 \\* 3 &lt;b&gt;");
  });
});

describe("code", () => {
  it("never leaves its fence", async () => {
    await fc.assert(
      fc.asyncProperty(HOSTILE, async (hostile) => {
        const lines = hostile.split("\n");
        const { children = [] } = await parse([...markdownFence("text", lines), "", "after"].join("\n"));

        expect(children.map(({ type }) => type)).toEqual(["code", "paragraph"]);
      }),
      { numRuns: 500 },
    );
  });

  it("never leaves its span", async () => {
    await fc.assert(
      fc.asyncProperty(HOSTILE, async (hostile) => {
        const nodes = await nodesOf(`lead ${markdownCode(hostile)} after`);

        expect(nodes.filter(({ type }) => type === "inlineCode")).toHaveLength(1);
        expect(nodes.some(({ type }) => ["html", "link", "image", "emphasis"].includes(type))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe("renderMarkdown", () => {
  it("says what could not be read before anything else", () => {
    const unread = [{ path: "a.py", reason: "the model refused", failed: true }];

    const text = renderMarkdown(reviewOf([], { unread }), { sourceOf });

    expect(text).toBe(
      [
        "### ReflexGen: nothing found in what was read",
        "Read: 2 files, 3 units, 41 lines of demo \\(main..feature\\), by rules alone.",
        "Not read: 1 place.",
        "- the model refused: a.py",
        "Cost: 0.4 s.\n",
      ].join("\n\n"),
    );
  });

  it("shows a finding with its checked fix", () => {
    const text = renderMarkdown(reviewOf([FINDING]), { sourceOf });

    expect(text).toContain(
      "#### CRITICAL: SQL text is built from the request's name\n\n`app/users.py:7:24` · `Users.login` · [CWE-89](https://cwe.mitre.org/data/definitions/89.html)",
    );
    expect(text).toContain('+         cursor.execute("SELECT * FROM users WHERE name = ?", (name,))\n```');
    expect(text).toContain("checked: L1 applies and parses · L2 holds together · L3 repaired and preserved");
    expect(text).toContain("not run: fresh introspection agrees \\(no model\\)");
    expect(text).not.toMatch(/prove|safe/i);
  });

  it("lets nothing hostile out of its place, in any field", async () => {
    await fc.assert(
      fc.asyncProperty(HOSTILE, HOSTILE, async (hostile, code) => {
        const source = `x\n${code}\ny eval(z)\n`;
        const span = spanAt(source, "eval(z)");
        const patch = patchBetween(hostile, source, source.replace("eval(z)", code));
        const finding = {
          ...adviceOnly(),
          path: hostile,
          symbol: hostile,
          title: hostile,
          reason: hostile,
          quote: "eval(z)",
          span,
        };
        const fix = { ...CHECKED_FIX, patch, title: hostile, madeBy: { kind: "model" as const, name: hostile } };
        const review = reviewOf([{ ...finding, fix }, adviceOnly({ ...finding, advice: hostile })], {
          title: hostile,
          notes: [hostile],
          unread: [{ path: hostile, reason: hostile }],
        });

        const text = renderMarkdown(review, { sourceOf: () => source });

        const nodes = await nodesOf(text);
        expect(
          nodes.filter(({ type }) =>
            ["html", "image", "linkReference", "footnoteReference", "blockquote", "thematicBreak", "emphasis"].includes(
              type,
            ),
          ),
        ).toEqual([]);
        expect(nodes.filter(({ type }) => type === "link").map(({ url }) => url)).toEqual(
          Array(2).fill("https://cwe.mitre.org/data/definitions/89.html"),
        );
        expect(nodes.filter(({ type }) => type === "heading")).toHaveLength(3);
        expect(nodes.filter(({ type }) => type === "code")).toHaveLength(3);
        expect(text).not.toMatch(/^\s*::|##\[|[\u200b\u202e\r\t]/m);
      }),
      { numRuns: 150 },
    );
  });

  it("stays within the limit, worst first, and says how many are left out", async () => {
    const findings = Array.from({ length: 200 }, (_, index) => ({
      ...FINDING,
      id: String(index),
      reason: "😀 ".repeat(300),
    }));

    const text = renderMarkdown(reviewOf(findings), { sourceOf });

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/\n\n\d+ more findings did not fit here: see the review's JSON or SARIF\.\n$/);
    expect(text.isWellFormed()).toBe(true);
    expect((await nodesOf(text)).filter(({ type }) => type === "code").length).toBeGreaterThan(20);
  });

  it("shows only the heading of a finding whose fix is too long", () => {
    const patch = patchBetween("app/users.py", "a\n", "b\n".repeat(100_000));

    const text = renderMarkdown(reviewOf([{ ...FINDING, fix: { ...CHECKED_FIX, patch } }, FINDING]), { sourceOf });

    expect(text.match(/^#### /gm)).toHaveLength(2);
    expect(text.match(/^```diff$/gm)).toHaveLength(1);
  });

  it("links a rule's references to known places only", () => {
    const rule = {
      ...RULE,
      id: "python-sql-concatenation",
      references: ["https://owasp.org/x", "https://evil.example/", "http://owasp.org/", "https://owasp.org/>x"],
    };

    const text = renderMarkdown(reviewOf([FINDING]), { sourceOf, rules: [rule] });

    expect(text).toContain("More: <https://owasp.org/x>\n");
  });
});
