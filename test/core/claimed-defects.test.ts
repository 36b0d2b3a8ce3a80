import { describe, expect, it } from "@jest/globals";
import type { Claim } from "../../src/core/claim.ts";
import { claimedDefects } from "../../src/core/claimed-defects.ts";

const CODE = "import os\n\n\ndef run(name):\n    os.system('ls ' + name)\n    return name\n";

function claim(place: Claim["place"], more: Partial<Claim> = {}): Claim {
  return {
    tool: "Tool",
    id: "T1",
    weaknesses: ["CWE-78"],
    severity: "medium",
    confidence: 0.6,
    title: "A shell",
    reason: "A shell is started.",
    path: "a.py",
    place,
    ...more,
  };
}

function defectsOf(...claims: Claim[]) {
  return claimedDefects({ path: "a.py", head: CODE }, claims);
}

describe("what another tool claims of a file", () => {
  it("is lost where the code that it saw does not stand there", () => {
    const other = claim({ startLine: 5, endLine: 5, snippet: "subprocess.call(name)" });

    expect(defectsOf(other, claim({ startLine: 99, endLine: 99 }))).toEqual({ defects: [], lost: 2 });
  });

  it("moves with its code", () => {
    const { defects } = defectsOf(claim({ startLine: 1, endLine: 1, snippet: "\tos.system('ls ' +  name)\n" }));

    expect(defects).toMatchObject([{ quote: "os.system('ls ' + name)", span: { startLine: 5, startColumn: 5 } }]);
  });

  it("has a place inside of the text whatever columns it names", () => {
    const places = [
      { startLine: 5, endLine: 5, startColumn: 900, endColumn: 901 },
      { startLine: 5, endLine: 900, startColumn: 1, endColumn: 1 },
      { startLine: 6, endLine: 6, startColumn: 12, endColumn: 2 },
    ];

    for (const place of places) {
      const { span, quote } = defectsOf(claim(place)).defects[0] ?? { span: undefined, quote: "" };
      expect(CODE.slice(span?.start, span?.end)).toBe(quote);
      expect(span?.end).toBeLessThanOrEqual(CODE.length);
    }
  });

  it("is one defect where several say it of the same lines, a general weakness giving way to a named one", () => {
    const place = { startLine: 5, endLine: 5 };
    const vague = claim(place, { tool: "Other", id: "O1", weaknesses: ["CWE-20"], severity: "high" });

    const { defects } = defectsOf(vague, claim(place), claim(place), claim(place, { weaknesses: ["CWE-798"] }));

    expect(defects).toMatchObject([
      {
        weakness: "CWE-78",
        severity: "high",
        claimedBy: [
          { kind: "sarif", tool: "Other", id: "O1" },
          { kind: "sarif", tool: "Tool", id: "T1" },
        ],
      },
      { weakness: "CWE-798", claimedBy: [{ kind: "sarif", tool: "Tool", id: "T1" }] },
    ]);
  });

  it("costs no more than a bounded number of looks", () => {
    const many = Array.from({ length: 600 }, () => claim({ startLine: 5, endLine: 5 }));

    expect(defectsOf(...many)).toMatchObject({ defects: [{ weakness: "CWE-78" }], lost: 100 });
  });
});
