import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Sign } from "../../src/core/agent-signs.ts";
import { readAuthorshipNote } from "../../src/core/authorship-note.ts";
import { agentLines, provenanceOf, provenanceWithin } from "../../src/core/provenance.ts";

const claimed: Sign = { author: "agent", name: "Claude Code", trust: "claimed" };
const person: Sign = { author: "person", trust: "recorded" };
const recorded: Sign = { author: "agent", name: "cursor", trust: "recorded" };
const lines = (startLine: number, endLine: number) => ({ startLine, endLine });

describe("who wrote the changed lines", () => {
  it("is unknown without a sign, never a person", () => {
    expect(provenanceOf([lines(1, 9)], [])).toEqual([{ author: "unknown" }]);
    expect(provenanceOf([], [])).toEqual([{ author: "unknown" }]);
  });

  it("is one author for all lines without naming them", () => {
    expect(provenanceOf([lines(1, 3), lines(7, 9)], [{ sign: claimed }])).toEqual([claimed]);
  });

  it("is said line by line where signs differ, the harder to forge first, the rest unknown", () => {
    const provenance = provenanceOf(
      [lines(1, 10), lines(20, 20)],
      [
        { sign: claimed, lines: [lines(1, 8)] },
        { sign: person, lines: [lines(3, 4), lines(100, 200)] },
        { sign: recorded, lines: [lines(5, 5)] },
      ],
    );

    expect(provenance).toEqual([
      { ...claimed, lines: [lines(1, 2), lines(6, 8)] },
      { ...person, lines: [lines(3, 4)] },
      { ...recorded, lines: [lines(5, 5)] },
      { author: "unknown", lines: [lines(9, 10), lines(20, 20)] },
    ]);
    expect(agentLines(provenance, [lines(1, 10)])).toEqual([lines(1, 2), lines(5, 5), lines(6, 8)]);
    expect(provenanceWithin(provenance, [lines(4, 4)]).map((part) => part.author)).toEqual(["person"]);
  });

  it("covers every changed line exactly once", () => {
    const range = fc.tuple(fc.nat(40), fc.nat(10)).map(([start, count]) => lines(start + 1, start + 1 + count));
    const sign = fc.record({
      sign: fc.constantFrom(claimed, person, recorded),
      lines: fc.array(range, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(range, fc.array(sign, { maxLength: 5 }), (changed, signs) => {
        const all = provenanceOf([changed], signs).flatMap((part) => part.lines ?? [changed]);
        const numbers = all.flatMap(({ startLine, endLine }) =>
          Array.from({ length: endLine - startLine + 1 }, (_, index) => startLine + index),
        );
        expect(numbers.toSorted((a, b) => a - b)).toEqual(
          Array.from({ length: changed.endLine - changed.startLine + 1 }, (_, index) => changed.startLine + index),
        );
      }),
    );
  });
});

describe("a git-ai note", () => {
  const metadata = JSON.stringify({
    schema_version: "authorship/3.0.0",
    base_commit_sha: "0".repeat(40),
    prompts: { d4a7828bfdafe456: { agent_id: { tool: "claude", model: "m" } } },
    sessions: { s_a76964380084ef: { agent_id: { tool: "cursor" } } },
  });

  it("says line by line who wrote a file: agents, and people who are known", () => {
    const note = [
      "src/a.py",
      "  d4a7828bfdafe456 5-6,9",
      "  h_dca485b1adf836 3-4",
      "  s_a76964380084ef::t_a3a130d3e145e3 28",
      '"with space.py"',
      "  0123456789abcdef 1",
      "---",
      metadata,
    ].join("\n");

    expect(readAuthorshipNote(note)).toEqual([
      {
        path: "src/a.py",
        sign: { author: "agent", name: "claude", trust: "recorded" },
        lines: [lines(5, 6), lines(9, 9)],
      },
      { path: "src/a.py", sign: { author: "person", trust: "recorded" }, lines: [lines(3, 4)] },
      { path: "src/a.py", sign: { author: "agent", name: "cursor", trust: "recorded" }, lines: [lines(28, 28)] },
      { path: "with space.py", sign: { author: "agent", trust: "recorded" }, lines: [lines(1, 1)] },
    ]);
  });

  it.each([
    ["nothing", ""],
    ["no metadata", "a.py\n  d4a7828bfdafe456 1\n"],
    ["another schema", 'a.py\n  d4a7828bfdafe456 1\n---\n{"schema_version":"authorship/9.0.0"}'],
    ["broken JSON", "a.py\n  d4a7828bfdafe456 1\n---\n{"],
    ["an unknown key", `a.py\n  human 1\n---\n${metadata}`],
    ["ranges that are none", `a.py\n  d4a7828bfdafe456 9-1,0,-,1-2-3,99999999999\n---\n${metadata}`],
    ["entries without a path", `  d4a7828bfdafe456 1\n---\n${metadata}`],
    ["metadata alone", metadata],
  ])("with %s says nothing", (_, note) => expect(readAuthorshipNote(note)).toEqual([]));

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => void readAuthorshipNote(`a\n${text}\n---\n${metadata}`)),
    );
  });
});
