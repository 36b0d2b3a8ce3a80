import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Lexer } from "marked";
import { markedFinding, type Mark } from "../../src/core/mark.ts";
import { openMarker } from "../../src/report/marker.ts";
import { FINDING } from "./sample-review.ts";

const REF = { installation: 1, repository: 2, number: 3 };
const SECRETS: [string] = ["a secret of the operator, long enough"];
const SHA = "0123456789abcdef0123456789abcdef01234567";
const TEXT = "**High: a title**\n\n- [ ] apply\n\nwords";

const MARKS: Mark[] = [
  { kind: "finding", headSha: SHA, findings: [markedFinding(FINDING)] },
  { kind: "review", headSha: SHA, findings: [FINDING.id] },
  {
    kind: "summary",
    headSha: SHA,
    findings: [
      { id: FINDING.id, state: "fixed", fixedIn: SHA },
      { id: "aaaaaaaaaaaa", state: "open", about: markedFinding(FINDING) },
    ],
  },
  { kind: "reply", to: 7, says: "help" },
];

const marker = openMarker({ ref: REF, secrets: SECRETS });
const bodyOf = (mark: Mark, text = TEXT) => `${text}\n\n${marker.line(text, mark)}`;
const [FINDING_MARK] = MARKS as [Mark];

describe("openMarker", () => {
  it.each(MARKS.map((mark) => [mark.kind, mark] as const))("reads what it wrote: %s", (_, mark) => {
    expect(marker.read(bodyOf(mark))).toEqual({ mark, text: TEXT });
  });

  it("reads it through what GitHub and people with a mouse may change", () => {
    const body = bodyOf(FINDING_MARK);

    expect(marker.read(body.replaceAll("\n", "\r\n"))?.mark).toEqual(FINDING_MARK);
    expect(marker.read(body.replace("[ ]", "[x]"))?.mark).toEqual(FINDING_MARK);
    expect(marker.read(body.replace("[ ]", "[X]"))?.mark).toEqual(FINDING_MARK);
    expect(marker.read(`${body.replace("words", "words  ")} \n`)?.mark).toEqual(FINDING_MARK);
  });

  it.each([
    ["an edited text", (body: string) => body.replace("title", "titel")],
    ["a text before it", (body: string) => `see\n\n${body}`],
    ["a text behind it", (body: string) => `${body}\nbye`],
    ["a box that became another item", (body: string) => body.replace("- [ ]", "- [y]")],
    ["a mark without its text", (body: string) => body.split("\n").at(-1) ?? ""],
    ["a second mark above", (body: string) => `${body.split("\n").at(-1)}\n\n${body}`],
    ["another version", (body: string) => body.replace("reflexgen:1 ", "reflexgen:2 ")],
    ["a bare mark as in a draft of ours", () => `${TEXT}\n\n<!-- reflexgen: {"id":"3fa91c0b77de"} -->`],
    ["no mark", () => TEXT],
    ["nothing", () => ""],
  ])("takes %s for absent", (_, change) => {
    expect(marker.read(change(bodyOf(FINDING_MARK)))).toBeUndefined();
  });

  it.each([
    ["pull request", { ref: { ...REF, number: 4 } }],
    ["repository", { ref: { ...REF, repository: 4 } }],
    ["installation", { ref: { ...REF, installation: 4 } }],
    ["operator", { secrets: ["another secret of the operator, long"] as [string] }],
  ])("takes a mark of another %s for absent", (_, other) => {
    const elsewhere = openMarker({ ref: REF, secrets: SECRETS, ...other });

    expect(elsewhere.read(bodyOf(FINDING_MARK))).toBeUndefined();
  });

  it("reads marks of the former secret while the secret is exchanged, and signs with the new one", () => {
    const changed = openMarker({ ref: REF, secrets: ["the new secret of the operator", SECRETS[0]] });
    const fresh = `${TEXT}\n\n${changed.line(TEXT, FINDING_MARK)}`;

    expect(changed.read(bodyOf(FINDING_MARK))?.mark).toEqual(FINDING_MARK);
    expect(changed.read(fresh)?.mark).toEqual(FINDING_MARK);
    expect(marker.read(fresh)).toBeUndefined();
  });

  it("takes any other change of its line for absent", () => {
    const body = bodyOf(FINDING_MARK);
    const start = body.lastIndexOf("<!--");

    fc.assert(
      fc.property(
        fc.integer({ min: start, max: body.length - 1 }),
        fc.string({ minLength: 1, maxLength: 1, unit: "grapheme-ascii" }),
        (at, character) => {
          fc.pre(body[at] !== character);
          expect(marker.read(body.slice(0, at) + character + body.slice(at + 1))).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it("refuses to sign what it could not read", () => {
    expect(() => marker.line(TEXT, { kind: "reply", to: -1, says: "help" })).toThrow(/to/);
  });

  it("is one invisible line, whatever the finding says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (hostile) => {
        const said = `${hostile} --> <img src=x> @team`.toWellFormed();
        const mark: Mark = { kind: "finding", headSha: SHA, findings: [{ ...markedFinding(FINDING), title: said }] };

        const line = marker.line("text", mark);

        expect(line).toMatch(/^<!-- reflexgen:1 [A-Za-z0-9+/= ]+ -->$/);
        expect(new Lexer().lex(`text\n\n${line}`).map(({ type }) => type)).toEqual(["paragraph", "space", "html"]);
        expect(marker.read(`text\n\n${line}`)?.mark).toEqual(mark);
      }),
      { numRuns: 100 },
    );
  });

  it("answers long and odd texts at once", () => {
    const bodies = ["<!-- reflexgen:1 ".repeat(5000), `<!-- reflexgen:1 ${"A".repeat(70_000)}`, " \n".repeat(30_000)];

    expect(bodies.map((body) => marker.read(body))).toEqual([undefined, undefined, undefined]);
  });
});
