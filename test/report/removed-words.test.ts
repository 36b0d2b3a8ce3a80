import { describe, expect, it } from "@jest/globals";
import { openWords } from "../../src/report/words.ts";
import type { Finding } from "../../src/core/finding.ts";
import { adviceOnly } from "./sample-review.ts";

const words = openWords({
  ref: { installation: 1, repository: 1, number: 1 },
  secrets: ["a-secret-of-thirty-two-characters"],
});
const placement = { kind: "comment", side: "LEFT", line: 6 } as const;
const removed = { startLine: 6, endLine: 6 };
const said = (finding: Finding) => words.lineComment({ findings: [finding], placement }, { headSha: "a".repeat(40) });

describe("a comment at removed lines", () => {
  it("says what they kept away, and where that is now", () => {
    expect(said(adviceOnly({ removed }))).toContain("What stood here kept this from happening. It is at line 7 now.");
  });

  it("claims less where only a model says so", () => {
    const byModel = adviceOnly({ removed, claimedBy: [{ kind: "model", name: "m" }] });

    expect(said(byModel)).toContain("This is about what was taken away here. What it guarded is at line 7 now.");
    expect(said(byModel)).not.toContain("kept this from happening");
  });
});
