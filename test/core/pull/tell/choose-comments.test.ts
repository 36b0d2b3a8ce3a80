import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { PlacedFindings } from "../../../../src/core/placement.ts";
import { chooseComments } from "../../../../src/core/pull/tell/choose-comments.ts";
import { SEVERITIES } from "../../../../src/core/severities.ts";
import { findingAt } from "../said.ts";

const PLACED = fc
  .record({ severity: fc.constantFrom(...SEVERITIES), outside: fc.boolean() })
  .map(({ severity, outside }): PlacedFindings => ({
    findings: [findingAt(1, { severity })],
    placement: outside
      ? { kind: "outside", reason: "its lines are not part of the diff" }
      : { kind: "comment", side: "RIGHT", line: 1 },
  }));
const severityOf = ({ findings: [{ severity }] }: PlacedFindings) => severity;

describe("which findings get a comment in the diff", () => {
  it("is every high and critical one that has a place, so many others as the policy says, and nothing is lost", () => {
    fc.assert(
      fc.property(fc.array(PLACED, { maxLength: 60 }), fc.integer({ min: 0, max: 50 }), (placed, maxComments) => {
        const { inDiff, listed } = chooseComments(placed, { maxComments });

        const isGrave = (one: PlacedFindings) => ["high", "critical"].includes(severityOf(one));
        const withPlace = placed.filter(({ placement }) => placement.kind !== "outside");
        expect(inDiff.filter(isGrave)).toHaveLength(withPlace.filter(isGrave).length);
        const others = withPlace.filter((one) => !isGrave(one));
        expect(inDiff.filter((one) => !isGrave(one))).toHaveLength(Math.min(maxComments, others.length));
        expect(inDiff.length + listed.length).toBe(placed.length);
        expect(
          listed.filter(({ brief }) => brief).every(({ finding }) => ["medium", "low"].includes(finding.severity)),
        ).toBe(true);
      }),
    );
  });

  it("are the worst first: a low one never takes a medium one's place", () => {
    const placed = (["low", "medium", "low", "medium"] as const).map((severity, line): PlacedFindings => ({
      findings: [findingAt(line + 1, { severity })],
      placement: { kind: "comment", side: "RIGHT", line: line + 1 },
    }));

    const { inDiff, listed } = chooseComments(placed, { maxComments: 2 });

    expect(inDiff.map(severityOf)).toEqual(["medium", "medium"]);
    expect(listed.map(({ why }) => why)).toEqual(
      Array(2).fill("a review has at most 2 comments on medium and low findings"),
    );
  });

  it("counts a comment that speaks of several as grave as the worst of them", () => {
    const both: PlacedFindings = {
      findings: [findingAt(1, { severity: "low" }), findingAt(2, { severity: "critical" })],
      placement: { kind: "comment", side: "RIGHT", line: 1 },
    };

    expect(chooseComments([both], { maxComments: 0 }).inDiff).toEqual([both]);
  });
});
