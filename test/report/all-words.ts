import type { RuleSummary } from "../../src/core/analysis.ts";
import type { Finding } from "../../src/core/finding.ts";
import { markedFinding } from "../../src/core/mark.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { placeAll, placeFinding, type PlacedFindings } from "../../src/core/placement.ts";
import { linesOf, spanOf } from "../../src/core/text.ts";
import type { LedgerRow } from "../../src/core/words.ts";
import { openWords } from "../../src/report/words.ts";
import { pageOf } from "./github-page.ts";
import { COMMAND_NAMES } from "../../src/core/pull/answer/command.ts";
import { CHECKED_FIX, FINDING, reviewOf, USERS } from "./sample-review.ts";

export const SHA = "0123456789abcdef0123456789abcdef01234567";
export const FIX_SHA = "fedcba9876543210fedcba9876543210fedcba98";
export const WHOLE = { head: USERS, diffRanges: [{ startLine: 1, endLine: 8 }] };
const LINKS = ["https://cwe.mitre.org/data/definitions/89.html", "https://owasp.org/x"];

const RULE: RuleSummary = {
  id: "python-sql-concatenation",
  language: "python",
  weakness: "CWE-89",
  severity: "high",
  tier: "speaks",
  title: "",
  message: "",
  references: ["https://owasp.org/x", "https://evil.example/"],
  hasFix: true,
  hasShape: true,
  vocabulary: [],
};

/** Our words on one pull request, with all commands at hand. */
export const words = openWords({
  ref: { installation: 1, repository: 2, number: 3 },
  secrets: ["a secret of the operator, long enough"],
  rules: [RULE],
  commands: COMMAND_NAMES,
});

/** Whatever of a body would do something that we did not mean, each with the place. */
export function faultsOf(body: string): string[] {
  const page = pageOf(body);
  const kinds = page.kinds.intersection(new Set(["em", "del", "blockquote", "hr", "def", "checkbox"]));
  const isOpen = ({ language, text }: (typeof page.fences)[number]) =>
    !["suggestion", "diff"].includes(language) || !/\n`{3,}$/.test(text.trimEnd());
  return [
    ...page.images.map((image) => `image: ${image}`),
    ...page.links.filter((link) => !LINKS.includes(link)).map((link) => `link: ${link}`),
    ...page.html.map((html) => `html: ${html}`),
    ...(page.openFolds === 0 ? [] : ["a fold stays open"]),
    ...[...kinds].map((kind) => `markup: ${kind}`),
    ...page.fences.filter(isOpen).map(({ text }) => `fence: ${text}`),
    ...page.texts
      .filter((text) => /@[\w-]|#\d|GH-\d|:\/\/|www\.\w|[0-9a-f]{7,40}/i.test(text))
      .map((text) => `reference: ${text}`),
    ...(body.isWellFormed() ? [] : ["half a character"]),
    // Only a button holds the code's own characters, and none that hide; all else shows them.
    ...(/[\u200b\u202e\r]/.test(body) ? ["hidden characters"] : []),
  ];
}

/** Every body there is, with these strings in every blank; those that carry a mark are read back. */
export function everything(hostile: string, code: string): string[] {
  const head = `x\n${code}\ny eval(z)\n`;
  const start = head.indexOf("eval(z)");
  const made = { kind: "model" as const, name: hostile };
  const patch = patchBetween(
    hostile,
    head,
    head.replace("eval(z)", () => code),
  );
  const check = { level: "L3", name: hostile, outcome: "not-run", detail: hostile } as const;
  const fix = {
    ...CHECKED_FIX,
    patch,
    title: hostile,
    explanation: hostile,
    madeBy: made,
    checks: [...CHECKED_FIX.checks, check],
  };
  const finding: Finding = {
    ...FINDING,
    path: hostile,
    symbol: hostile,
    sink: hostile,
    title: hostile,
    reason: hostile,
    advice: hostile,
    quote: "eval(z)",
    span: spanOf(head, start, start + 7),
    provenance: [{ author: "agent", name: hostile, trust: "weak" }],
    citations: FINDING.citations.map((citation) => ({ ...citation, title: hostile })),
    fix,
  };
  const tried = { ...finding, id: "aaaaaaaaaaaa", fix: { ...fix, reached: "L1" as const } };
  const review = reviewOf([finding, tried], {
    title: hostile,
    notes: [hostile],
    unread: [
      { path: hostile, reason: hostile, failed: true },
      { path: hostile, reason: `${hostile}!` },
    ],
    suppressed: [{ id: "aaaaaaaaaaaa", path: hostile, weakness: "CWE-89", reason: hostile }],
    model: { name: hostile, destination: hostile },
  });
  const file = { head, diffRanges: [{ startLine: 1, endLine: linesOf(head).length }] };
  const posted = placeAll([finding, tried], file);
  const rows = [finding, tried].map((one) => row({ finding: markedFinding(one), state: "declined", reason: hostile }));
  rows.push(row({ finding: markedFinding(finding), said: "list" }));
  const about = { review, headSha: SHA };
  const marked = [
    ...posted.map((one) => words.lineComment(one, { headSha: SHA })),
    ...posted.map(({ findings }) =>
      words.lineComment(
        { findings, placement: { kind: "comment", side: "RIGHT", line: 1, noButton: hostile } },
        { headSha: SHA },
      ),
    ),
    words.reviewBody({
      ...about,
      posted,
      listed: [
        { finding, why: hostile },
        { finding: tried, why: hostile },
      ],
    }),
    words.summary({ ...about, rows }),
    words.reply({ kind: "not-allowed", command: hostile, needs: hostile }, 7),
    words.reply({ kind: "not-applied", why: hostile, left: [{ id: hostile, reason: hostile }] }, 7),
  ];
  if (marked.some((body) => words.readMark(body) === undefined))
    throw new Error("a body of ours has no mark that can be read");
  const { title: _, ...report } = words.check({ ...about, rows });
  const without = words.checkWithout({ headSha: SHA, state: "not-reviewed", why: hostile });
  return [
    ...marked,
    ...marked.map((body) => words.fixed(body, FIX_SHA) ?? ""),
    report.summary,
    report.text,
    without.summary,
  ];
}

export function placed(finding: Finding): PlacedFindings {
  return { findings: [finding], placement: placeFinding(finding, WHOLE) };
}

export function row({ id, ...changes }: Partial<LedgerRow> & { id?: string } = {}): LedgerRow {
  const finding = { ...markedFinding(FINDING), ...changes.finding };
  return { state: "open", said: "comment", ...changes, finding: { ...finding, id: id ?? finding.id } };
}
