import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readSuggestions } from "../../demo/github/pulls/suggestion.ts";
import { markedFinding } from "../../src/core/mark.ts";
import { patchBetween } from "../../src/core/patch.ts";
import { placeFinding } from "../../src/core/placement.ts";
import { suggestedLines } from "../../src/core/suggestion.ts";
import { linesOf, spanOf } from "../../src/core/text.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { everything, faultsOf, SHA, WHOLE, words } from "./all-words.ts";
import { HOSTILE } from "./hostile.ts";
import { CHECKED_FIX, FINDING, reviewOf } from "./sample-review.ts";

/** Ten thousand and more on request: a parse of every body takes its time. */
const HOSTILE_RUNS = Number(process.env["REFLEXGEN_HOSTILE_RUNS"] ?? 200);

describe("everything that we say", () => {
  it("lets nothing hostile out of its place, in any blank", () => {
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (hostile, code) => {
        expect(everything(hostile, code).flatMap(faultsOf)).toEqual([]);
      }),
      { numRuns: HOSTILE_RUNS },
    );
  });

  it("keeps code in its fence, whatever fences, folds and comments it holds (P5)", () => {
    let buttons = 0;
    fc.assert(
      fc.property(HOSTILE, HOSTILE, (before, after) => {
        const [head, repaired] = [`a\n${before}\nb\n`, `a\n${after}\nb\n`];
        const patch = patchBetween(FINDING.path, head, repaired);
        const finding = {
          ...FINDING,
          symbol: before,
          sink: after,
          span: spanOf(head, 0, 1),
          fix: { ...CHECKED_FIX, patch },
        };
        const diffRanges = [{ startLine: 1, endLine: linesOf(head).length }];
        const placement = placeFinding(finding, { head, diffRanges });
        if (placement.kind === "outside") return;

        const body = words.lineComment({ findings: [finding], placement }, { headSha: SHA });

        expect(faultsOf(body)).toEqual([]);
        if (placement.kind !== "suggestion") return;
        expect(readSuggestions(body)).toEqual([suggestedLines(placement.replacement)]);
        buttons++;
      }),
      { numRuns: HOSTILE_RUNS * 5 },
    );
    expect(buttons).toBeGreaterThan(HOSTILE_RUNS);
  });

  it.each(["names", "references"] as const)("notifies nobody and links to nothing by %s, in any form (P6)", (kind) => {
    const forms = (kind === "names" ? NAMES : REFERENCES).flatMap((what) =>
      DISGUISES.map((disguise) => disguise(what)),
    );
    expect(forms.length).toBeGreaterThanOrEqual(100);

    for (const form of forms) {
      expect({ form, faults: everything(form, form).flatMap(faultsOf) }).toEqual({ form, faults: [] });
      const about = { ...markedFinding(FINDING), title: form };
      for (const note of words.annotations([{ ...FINDING, title: form, reason: form, advice: form }]))
        expect(`${note.title}\n${note.message}`).not.toMatch(/@\w|#\d|\bGH-\d|:\/\/|www\.\w/i);
      const row = { finding: about, state: "open" as const, said: "list" as const };
      const { title } = words.check({ review: reviewOf([]), headSha: SHA, rows: [row] });
      const without = words.checkWithout({ headSha: SHA, state: "not-reviewed", why: form });
      for (const text of [title, without.title]) expect(text).not.toMatch(/@\w|#\d|\bGH-\d|:\/\/|www\.\w/i);
    }
  });

  it("holds no image and no address but those that may be linked, in comments, checks and SARIF (P7)", () => {
    expect(ADDRESSES.length).toBeGreaterThanOrEqual(100);

    for (const address of ADDRESSES) {
      const bodies = everything(address, address);
      expect({ address, faults: bodies.flatMap(faultsOf) }).toEqual({ address, faults: [] });
      const finding = { ...FINDING, title: address, reason: address, advice: address, symbol: address };
      const sarif = renderSarif(reviewOf([finding]), { version: "0", sourceOf: () => undefined, rules: [] });
      // In SARIF's messages, [text](target) is a link unless its bracket is escaped.
      expect(messagesOf(JSON.parse(sarif)).filter((text) => /(?<!\\)\[[^\]]*\]\(/.test(text))).toEqual([]);
    }
  });

  it.each([
    ["an override of the direction", "user\u202Enimda"],
    ["an isolate", "a\u2066b\u2069c"],
    ["a zero-width space", "pass\u200Bword"],
    ["a joiner", "pass\u200Dword"],
    ["a soft hyphen", "pass\u00ADword"],
    ["tag characters", "ok\u{E0041}\u{E0042}"],
    ["a variation selector of the supplement", "ok\u{E0100}"],
    ["a Hangul filler", "a\u3164b"],
    ["a byte order mark", "\uFEFFa"],
    ["an escape sequence", "\u001b[31mred"],
    ["a line separator", "a\u2028b"],
    ["a Cyrillic letter in a Latin word", "p\u0430ssword"],
    ["a Cyrillic letter beside one with an accent", "na\u00EFv\u0435"],
    ["a Greek letter in a Latin word", "\u03BFpen"],
    ["a full-width letter in a Latin word", "adm\uFF49n"],
    ["a mathematical letter", "\u{1D41A}dmin"],
  ])("shows %s for what it is (P4)", (_, name) => {
    const finding = { ...FINDING, symbol: name, sink: name, path: `src/${name}.py`, title: `\`${name}\` is odd` };

    const body = words.lineComment({ findings: [finding], placement: placeFinding(FINDING, WHOLE) }, { headSha: SHA });
    const row = { finding: markedFinding(finding), state: "open" as const, said: "list" as const };
    const summary = words.summary({ review: reviewOf([]), headSha: SHA, rows: [row] });
    const { text } = words.check({ review: reviewOf([]), headSha: SHA, rows: [row] });

    const shown = [body, summary, text].map((one) => one.replace(/^<!-- reflexgen.*$/m, ""));
    for (const one of shown) expect(one).not.toContain(name);
    expect(shown[0]).toMatch(/<U\+[0-9A-F]{4,6}>/);
  });
});

const NAMES = ["@team", "@acme/security", "@dependabot rebase", "x@evil.example", "@a-b"];
const REFERENCES = ["#1", "GH-1", "acme/shop#12", "fixes #3", "deadbeefcafe", `acme/shop@${"0".repeat(39)}1`];

const entities = (text: string, write: (code: number) => string) =>
  text.replace(/[@#:/<>[\]!.-]/g, (character) => write(character.codePointAt(0) ?? 0));
/** Ways past a filter that looks for the characters themselves. */
const DISGUISES: ((text: string) => string)[] = [
  (text) => text,
  (text) => entities(text, (code) => `&#${code};`),
  (text) => entities(text, (code) => `&#x${code.toString(16)};`),
  (text) => entities(text, (code) => `&#X${code.toString(16).toUpperCase()};`),
  (text) => entities(text, (code) => `&#${String(code).padStart(7, "0")};`),
  (text) => entities(text, (code) => `&amp;#${code};`),
  (text) => entities(text, (code) => `&#${code}`),
  (text) => text.replaceAll("@", "&commat;").replaceAll("#", "&num;"),
  (text) => text.replace(/[@#]/g, "\\$&"),
  (text) => `**${text}**`,
  (text) => `_${text}_`,
  (text) => `<!-- ${text} -->`,
  (text) => `<b>${text}</b>`,
  (text) => `[${text}](x)`,
  (text) => `\` ${text}`,
  (text) => `\`a\`${text}\`b\``,
  (text) => `\n\n${text}\n`,
  (text) => `| ${text} |`,
  (text) => `</details>${text}`,
  (text) => `\`\`\`\n${text}`,
  (text) => `(${text})`,
  (text) => `"${text}",${text}`,
];

const HOSTS = ["https://evil.example/?d=1", "http://evil.example", "//evil.example/x", "www.evil.example/x"];
const ADDRESSES = HOSTS.flatMap((url) => [
  url,
  `![x](${url})`,
  `![x][1]\n\n[1]: ${url}`,
  `[![x](${url})](${url})`,
  `[x](${url})`,
  `[x](<${url}> "t")`,
  `[x][]\n\n[x]: ${url}`,
  `<${url}>`,
  `<img src=${url}>`,
  `<img src="${url}" onerror=x>`,
  `<picture><source srcset="${url}"></picture>`,
  `<a href="${url}">x</a>`,
  `<svg><image href="${url}"/></svg>`,
  `<video src="${url}"></video>`,
  `<style>@import "${url}"</style>`,
  `<div style="background:url(${url})">x</div>`,
  `<details><summary><img src=${url}></summary>`,
  `[^1]\n\n[^1]: ${url}`,
  `$\\href{${url}}{x}$`,
  `$$\\includegraphics{${url}}$$`,
  `\`\`\`mermaid\ngraph TD; A-->B; click A "${url}"\n\`\`\``,
  url.replace("http", "h&#116;tp"),
  url.replace(":", "&colon;"),
  url.replace(":", "&#58;").replaceAll("/", "&sol;"),
  url.replaceAll("/", "\\/"),
  `ftp:${url}`,
  `mailto:x@${url.replace(/\W+$/, "")}`,
]);

/** Texts of all messages in a SARIF log. */
function messagesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(messagesOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "text" && typeof inner === "string" ? [inner] : messagesOf(inner),
  );
}
