import { afterAll, describe, expect, it } from "@jest/globals";
import { DEFAULT_POLICY } from "../../../../src/core/policy.ts";
import { publish } from "../../../../src/core/pull/tell/publish.ts";
import { readLedger } from "../../../../src/core/pull/ledger/ledger.ts";
import type { Settled } from "../../../../src/core/pull/ledger/settle.ts";
import type { CheckReport } from "../../../../src/core/pull-request.ts";
import { PULL } from "../small-host.ts";
import { openRules, openSmallPull } from "../small-pull.ts";
import { findingAt, saidOf } from "../said.ts";
import { reviewOf } from "../../../report/sample-review.ts";

const analysis = openRules();
afterAll(() => analysis.close());

const TEXT = Array.from({ length: 40 }, (_, at) => `line_${at + 1} = ${at}\n`).join("");

/** What is published of this, on a pull request on which nothing was said yet. */
async function published(settled: Partial<Settled>, { policy = DEFAULT_POLICY } = {}) {
  const small = await openSmallPull({ analysis, text: TEXT });
  const reports: CheckReport[] = [];
  const host = {
    ...small.host,
    checks: { ...small.host.checks, ensure: async (report: CheckReport) => void reports.push(report) },
  };
  const all: Settled = { fresh: [], lateIds: new Set(), late: [], standing: [], gone: [], settled: [], ...settled };
  const findings = [...all.fresh, ...all.late];
  const words = small.words;
  const ledger = readLedger(await host.conversation.read(), words);
  const change = await host.openChange(PULL);
  const scrub = (text: string) => text;
  await publish(
    { pull: PULL, change, review: reviewOf(findings), ledger, settled: all, policy, words, scrub },
    { ...small.deps, host },
  );
  const bodies = small.effects.map(({ what, body = "" }) => ({ what, body }));
  return { bodies, threads: small.threads, check: reports.at(-1) };
}

describe("what comes late", () => {
  it("is said in the diff and fails the check where it is high, and the comment admits that it is late", async () => {
    const late = findingAt(3, { severity: "high" });

    const { threads, check } = await published({ fresh: [late], lateIds: new Set([late.id]) });

    expect(threads[0]?.first.body).toContain("Said late: an earlier review passed this code without finding it.");
    expect(check).toMatchObject({ conclusion: "failure", title: "1 finding (1 high): blocking" });
    expect(check?.text).toContain("found late");
  });

  it("is listed and never said in the diff where it is medium or low: one plain sentence, a note beside its line", async () => {
    const { bodies, threads, check } = await published({ late: [findingAt(3), findingAt(5, { severity: "low" })] });

    expect(threads).toEqual([]);
    expect(bodies.map(({ what }) => what)).toEqual(["comment"]);
    expect(bodies[0]?.body).toContain(
      "Found late: 2 stand in code that an earlier review had passed without finding them.",
    );
    expect(check).toMatchObject({ conclusion: "neutral", title: "2 findings (1 medium, 1 low): advisory" });
    expect(check?.annotations?.map(({ lines, level }) => [lines.startLine, level])).toEqual([
      [3, "warning"],
      [5, "notice"],
    ]);
  });

  it("fails the check where the settings block from its severity on", async () => {
    const { check } = await published({ late: [findingAt(3)] }, { policy: { ...DEFAULT_POLICY, blockAt: "medium" } });

    expect(check).toMatchObject({ conclusion: "failure", title: "1 finding (1 medium): blocking" });
  });
});

describe("what people settled", () => {
  const decision = {
    id: "000000000003",
    about: { weakness: "CWE-89" as const, path: "app.py", symbol: "find", sink: "db.execute" },
    state: "declined" as const,
    by: { id: 2, login: "bob" },
    reason: "the table is a constant",
    atMs: Date.UTC(2026, 10, 22),
    untilMs: Date.UTC(2027, 10, 22),
    pull: 7,
  };

  it("does not count, and is named with who said so, why and until when", async () => {
    const entry = saidOf(findingAt(3, { severity: "critical" }), { state: "declined", decision });

    const { check } = await published({ settled: [entry] });

    expect(check).toMatchObject({ conclusion: "success", title: "Nothing open, 1 declined" });
    expect(check?.text).toContain("declined by bob until 2027-11-22: the table is a constant");
    expect(check?.annotations).toEqual([]);
  });

  it("counts where a thread was only resolved and the defect still stands", async () => {
    const entry = saidOf(findingAt(3, { severity: "high" }), {}, { resolved: true });

    const { bodies, check } = await published({ standing: [entry] });

    expect(bodies.filter(({ what }) => what === "review")).toEqual([]);
    expect(check).toMatchObject({ conclusion: "failure" });
  });
});

describe("a clean pull request", () => {
  it("hears nothing but its check", async () => {
    const { bodies, check } = await published({});

    expect(bodies).toEqual([]);
    expect(check).toMatchObject({ conclusion: "success", title: "Nothing found", annotations: [] });
  });
});
