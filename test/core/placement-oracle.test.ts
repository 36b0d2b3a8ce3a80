import { describe, expect, it } from "@jest/globals";
import nock from "nock";
import type { PlacementCase } from "../../bench/placement/cases.ts";
import { diffOfCases } from "../../bench/placement/git-batch.ts";
import { faultsOf } from "../../bench/placement/judge.ts";
import { measurePlacement, shrink } from "../../bench/placement/measure.ts";
import { placeCase, type PlacedCase } from "../../bench/placement/place-case.ts";
import { postOnGitHub } from "../../bench/placement/post-on-github.ts";
import type { Placement } from "../../src/core/placement.ts";
import { openWords } from "../../src/report/words.ts";

/** A slice of `npm run bench:placement`; the whole has its own seeds. */
const CASES = Number(process.env["REFLEXGEN_PLACEMENTS"] ?? 400);
const SEED = 20_260_722;
const words = openWords({
  ref: { installation: 1, repository: 1, number: 1 },
  secrets: ["a-secret-of-thirty-two-characters"],
});

describe("placement, held against git's own diff and the strict GitHub (D1 to D6, D9)", () => {
  it("gives buttons that write exactly what was checked, and comments where GitHub takes them", async () => {
    const totals = await measurePlacement(CASES, SEED);

    const smallest = totals.wrong[0] && (await shrink(totals.wrong[0]));
    expect(smallest).toBeUndefined();
    expect(totals.cases).toBe(CASES);
    expect(totals.suggestions).toBeGreaterThan(CASES / 5);
    expect(Math.min(totals.joined, totals.left, totals.outside, totals.skipped)).toBeGreaterThan(0);
  }, 600_000);

  it("posts all of it to GitHub without one refusal, and every button pressed at once gives the repaired files", async () => {
    nock.restore();

    const posted = await postOnGitHub(60, SEED);

    expect(posted).toMatchObject({ refused: 0, wrong: 0 });
    expect(Math.min(posted.pressed, posted.left)).toBeGreaterThan(0);
  }, 600_000);
});

describe("the judges see", () => {
  const HEAD = Array.from({ length: 30 }, (_, index) => `line_${index + 1}\n`);
  const bytesOf = (lines: readonly string[]) => ({
    path: "app.py",
    mode: "100644" as const,
    bytes: Buffer.from(lines.join("")),
  });
  const one: PlacementCase = {
    base: bytesOf(HEAD.with(9, "old\n").toSpliced(19, 0, "gone\n")),
    head: bytesOf(HEAD),
    repaired: [HEAD.with(9, "new\n").join("")],
    stands: [{ at: 0, more: 0 }],
  };

  it("nothing wrong with what is right", async () => {
    expect(await faultsWith({})).toEqual([]);
  });

  it.each<[string, Partial<Placement & { line: number }>, string]>([
    ["a button one line too low", { line: 11 }, "a button that writes other bytes"],
    ["a button beside its hunk", { line: 28 }, "GitHub refuses: line"],
    ["other bytes", { kind: "suggestion", replacement: "new \n" }, "a button that writes other bytes"],
    ["a button that does nothing", { kind: "suggestion", replacement: "line_10\n" }, "a button that changes nothing"],
    ["a comment elsewhere", { kind: "comment", line: 12 }, "a comment at lines that its findings do not stand at"],
    [
      "a place on the left that is only context",
      { kind: "comment", side: "LEFT", line: 9 },
      "lines on the left that are not removed ones",
    ],
    ["a first line that comes last", { kind: "comment", startLine: 10 }, "a first line that is no earlier one"],
    ["a comment over two hunks", { kind: "comment", startLine: 10, line: 20 }, "GitHub refuses: start_line"],
  ])("%s", async (_, change, fault) => {
    expect(await faultsWith(change)).toContain(fault);
  });

  /** What they say of the right placement with this changed. */
  async function faultsWith(change: object): Promise<string[]> {
    const [row] = await diffOfCases([one]);
    const right = await placeCase(one, row);
    if ("skipped" in right) throw new Error(right.skipped);
    const placed: PlacedCase = {
      ...right,
      placed: right.placed.map((each) => ({ ...each, placement: { ...each.placement, ...change } })),
    };
    return faultsOf(one, row, placed, words);
  }
});
