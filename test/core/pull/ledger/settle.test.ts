import { describe, expect, it } from "@jest/globals";
import type { Decision } from "../../../../src/core/decision.ts";
import type { Finding } from "../../../../src/core/finding.ts";
import { markedFinding } from "../../../../src/core/mark.ts";
import { holdDecisions } from "../../../../src/core/pull/ledger/hold-decisions.ts";
import type { Ledger, LedgerEntry } from "../../../../src/core/pull/ledger/ledger.ts";
import { settle, type SettleDeps, type Settled } from "../../../../src/core/pull/ledger/settle.ts";
import { withKnownIds } from "../../../../src/core/pull/ledger/with-known-ids.ts";
import type { Review } from "../../../../src/core/review.ts";
import { changeOf, changedFile } from "../../../fakes.ts";
import { findingAt, listedOf, NOW, saidOf } from "../said.ts";

const COST = { calls: 0, inputTokens: 0, outputTokens: 0, cachedTokens: 0, estimatedTokens: false, milliseconds: 0 };
const SAID_MS = Date.parse("2026-01-02T00:00:00Z");
const DAY_MS = 86_400_000;
const lineage = { now: (path: string) => path };
const HEAD = "def find(db, query):\n    return db.execute(query)\n";

function reviewOf(findings: Finding[], other: Partial<Review> = {}): Review {
  const read = { files: 1, units: 1, lines: 1 };
  return { title: "", findings, suppressed: [], read, unread: [], notes: [], cost: COST, accounts: [], ...other };
}

function ledgerOf(entries: LedgerEntry[], other: Partial<Ledger> = {}): Ledger {
  return {
    digests: new Set(),
    entries,
    reviewed: new Set(),
    answered: new Map(),
    said: new Set(),
    decisions: [],
    paused: false,
    ...other,
  };
}

/** A review held against what was said, as a job does it, in ids. */
async function settledOf(
  findings: Finding[],
  entries: LedgerEntry[],
  other: Partial<SettleDeps> & {
    decisions?: Decision[];
    said?: string[];
    review?: Partial<Review>;
    textThen?: string;
  } = {},
): Promise<Settled> {
  const { decisions = [], said = [], review: more, textThen = HEAD, nowMs = SAID_MS + DAY_MS, ...deps } = other;
  const change = changeOf([changedFile("app.py", HEAD)]);
  change.set.headSha = NOW;
  const ledger = ledgerOf(entries, { said: new Set(said) });
  const review = withKnownIds(reviewOf(findings, more), entries, lineage);
  return settle(review, ledger, change, {
    readAt: async () => textThen,
    lineage,
    held: holdDecisions(review.findings, { decisions, pull: 7, lineage, nowMs }),
    nowMs,
    lateOf: async () => new Set(),
    remember: (finding) => markedFinding(finding),
    ...deps,
  });
}

function ids({ fresh, late, standing, gone, settled }: Settled): Record<string, string[]> {
  const of = (entries: LedgerEntry[]) => entries.map(({ finding, state }) => `${finding.id.slice(-1)} ${state}`);
  return {
    fresh: fresh.map(({ id }) => id.slice(-1)),
    late: late.map(({ id }) => id.slice(-1)),
    standing: of(standing),
    gone: of(gone),
    settled: of(settled),
  };
}

const NOTHING = { fresh: [], late: [], standing: [], gone: [], settled: [] };

function decisionOn(finding: Finding, other: Partial<Decision> = {}): Decision {
  const { id, weakness, path, symbol, sink, quote, unit } = markedFinding(finding);
  return {
    id,
    about: { weakness, path, symbol, sink, ...(quote ? { quote } : {}), ...(unit ? { unit } : {}) },
    state: "declined",
    by: { id: 3, login: "bob" },
    reason: "a fixed list",
    atMs: SAID_MS + 1000,
    untilMs: SAID_MS + 90 * DAY_MS,
    pull: 7,
    ...other,
  };
}

describe("what a review finds", () => {
  it("is new, still there, or gone", async () => {
    const [one, two, three] = [1, 2, 3].map((line) =>
      findingAt(line, { symbol: `f${line}`, quote: `execute(${line})` }),
    );
    if (!one || !two || !three) throw new Error("three findings");

    const settled = await settledOf([two, three], [saidOf(one), saidOf(two)]);

    expect(ids(settled)).toEqual({ ...NOTHING, fresh: ["3"], standing: ["2 open"], gone: ["1 open"] });
  });

  it("never takes the id of another", async () => {
    const [first, second] = [findingAt(1, { quote: "execute(one)" }), findingAt(2, { quote: "execute(two)" })];
    // The ids of a review count from the top: what is left takes the first one's, and what is new the second one's.
    const left = findingAt(2, { id: first.id, quote: second.quote });
    const fresh = findingAt(5, { id: second.id, symbol: "other", quote: "execute(new)" });

    const settled = await settledOf([left, fresh], [saidOf(first), saidOf(second)]);

    expect(settled.standing.map(({ finding }) => finding.id)).toEqual([second.id]);
    expect(settled.gone.map(({ finding }) => finding.id)).toEqual([first.id]);
    expect(settled.fresh.map(({ id }) => id)).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/)]);
    expect([first.id, second.id]).not.toContain(settled.fresh[0]?.id);
  });

  it("is said again when it is back after it was fixed, but not where our comment got a thumbs down", async () => {
    const finding = findingAt(2);

    expect(ids(await settledOf([finding], [saidOf(finding, { state: "fixed" })]))).toEqual({
      ...NOTHING,
      fresh: ["2"],
    });
    expect(ids(await settledOf([finding], [saidOf(finding, { state: "fixed" }, { disliked: true })]))).toEqual({
      ...NOTHING,
      standing: ["2 open"],
    });
  });

  it("is not said again of the head that it was said of, whatever an older summary calls it", async () => {
    const finding = findingAt(2);

    const settled = await settledOf([finding], [saidOf(finding, { state: "fixed", headSha: NOW })]);

    expect(ids(settled)).toEqual({ ...NOTHING, standing: ["2 open"] });
  });

  it("stays silent in a thread that somebody resolved, and stays open", async () => {
    const finding = findingAt(2, { severity: "critical" });

    const settled = await settledOf([finding], [saidOf(finding, {}, { resolved: true })]);

    expect(ids(settled)).toEqual({ ...NOTHING, standing: ["2 open"] });
  });

  it("is said anew where its thread was resolved and its code became another", async () => {
    const finding = findingAt(2);
    const edited = findingAt(2, { quote: "db.execute(worse)" });

    expect(ids(await settledOf([edited], [saidOf(finding, {}, { resolved: true })]))).toEqual({
      ...NOTHING,
      fresh: ["2"],
    });
    expect(ids(await settledOf([edited], [saidOf(finding)]))).toEqual({ ...NOTHING, standing: ["2 open"] });
  });

  it("is said anew where it is graver than what was said, or out of sight by now", async () => {
    const listed = findingAt(2);
    const grave = findingAt(2, { severity: "high" });
    const edited = findingAt(2, { severity: "high", quote: "db.execute(backdoor)" });

    expect(ids(await settledOf([grave], [listedOf(listed)])).fresh).toEqual(["2"]);
    expect(ids(await settledOf([grave], [listedOf(listed, { state: "late" })])).fresh).toEqual(["2"]);
    expect(ids(await settledOf([edited], [saidOf(grave, {}, { outdated: true })])).fresh).toEqual(["2"]);
    expect(ids(await settledOf([edited], [saidOf(listed)])).fresh).toEqual(["2"]);
    expect(ids(await settledOf([grave], [saidOf(grave, {}, { outdated: true })])).standing).toEqual(["2 open"]);
  });

  it("keeps the graver of two views that a model has of the same code", async () => {
    const said = findingAt(2, { severity: "high" });

    const { standing } = await settledOf([findingAt(2, { severity: "low" })], [saidOf(said)]);

    expect(standing.map(({ finding }) => finding.severity)).toEqual(["high"]);
  });

  it("is listed as late where it may be, and said late where it is grave", async () => {
    const [mild, grave] = [findingAt(1, { symbol: "a" }), findingAt(2, { symbol: "b", severity: "high" })];
    const lateOf = async (fresh: readonly Finding[]) => new Set(fresh.map(({ id }) => id));

    const settled = await settledOf([mild, grave], [], { lateOf });

    expect(ids(settled)).toEqual({ ...NOTHING, fresh: ["2"], late: ["1"] });
    expect([...settled.lateIds]).toEqual([grave.id]);
  });

  it("is not late when a signed review of ours names it: only the comment about it is lost", async () => {
    const finding = findingAt(1);
    const lateOf = async (fresh: readonly Finding[]) => new Set(fresh.map(({ id }) => id));

    expect(ids(await settledOf([finding], [], { lateOf, said: [finding.id] }))).toEqual({ ...NOTHING, fresh: ["1"] });
  });
});

describe("what a review does not find", () => {
  it("is not gone where some of its file was not read, whatever the reason", async () => {
    const unread = [{ path: "app.py", reason: "over the limit of 500 units" }];

    const settled = await settledOf([], [saidOf(findingAt(2))], { review: { unread } });

    expect(ids(settled)).toEqual({ ...NOTHING, standing: ["2 open"] });
  });

  it("is not gone when only a model had claimed it and its lines stand there still", async () => {
    const finding = findingAt(2, { claimedBy: [{ kind: "model", name: "scripted" }] });

    expect(ids(await settledOf([], [saidOf(finding)])).standing).toEqual(["2 open"]);
    expect(ids(await settledOf([], [saidOf(finding)], { textThen: "x\nother\n" })).gone).toEqual(["2 open"]);
  });

  it("closes every thread that spoke of it", async () => {
    const finding = findingAt(2);

    const { gone } = await settledOf([], [saidOf(finding, {}, { id: "T1" }), saidOf(finding, {}, { id: "T2" })]);

    expect(gone.map(({ thread }) => thread?.id)).toEqual(["T1", "T2"]);
  });
});

describe("a decision", () => {
  it.each([
    ["critical", false],
    ["high", false],
    ["medium", true],
    ["low", true],
  ] as const)("about a %s finding in a function that changed holds: %s", async (severity, holds) => {
    const [then, now] = ["a".repeat(16), "b".repeat(16)];
    const finding = findingAt(2, { severity, unitDigest: then });
    const changed = findingAt(2, { severity, unitDigest: now });
    const { unitDigest: _, ...whole } = finding;
    const decisions = [decisionOn(finding, { pull: 3 })];
    const isHeld = async (one: Finding) => (await settledOf([one], [], { decisions })).settled.length === 1;

    expect(await isHeld(finding)).toBe(true);
    expect(await isHeld(changed)).toBe(holds);
    // A function that grew too large to be read whole is another, too.
    expect(await isHeld(whole)).toBe(holds);
  });

  it("of before, which names no function's code, holds for the quoted code as ever", async () => {
    const finding = findingAt(2, { severity: "high", unitDigest: "a".repeat(16) });
    const { unit: _, ...about } = decisionOn(finding).about;

    const { settled } = await settledOf([finding], [], { decisions: [decisionOn(finding, { pull: 3, about })] });

    expect(settled).toHaveLength(1);
  });

  const finding = findingAt(2);

  it("holds for the code that it was about, also where nothing was said here", async () => {
    const decisions = [decisionOn(finding, { pull: 3, state: "accepted" })];

    const { settled, ...rest } = await settledOf([findingAt(9)], [], { decisions });

    expect(settled).toMatchObject([{ state: "accepted", decision: { reason: "a fixed list", by: { login: "bob" } } }]);
    expect(rest).toMatchObject({ fresh: [], standing: [], late: [] });
  });

  it("no longer holds when the code becomes another: said again, once", async () => {
    const decision = decisionOn(finding);
    const edited = findingAt(2, { quote: "db.execute(worse)" });
    const declined = saidOf(finding, { state: "declined", decision });
    const again = saidOf(
      edited,
      { decision },
      { first: { ...saidOf(edited).thread!.first, createdAt: "2026-02-01T00:00:00Z" } },
    );

    expect(ids(await settledOf([edited], [declined], { decisions: [decision] }))).toEqual({ ...NOTHING, fresh: ["2"] });
    expect(ids(await settledOf([edited], [declined, again], { decisions: [decision] }))).toEqual({
      ...NOTHING,
      standing: ["2 open"],
    });
  });

  it("no longer holds when its time is over: said again, once", async () => {
    const decision = decisionOn(finding);
    const nowMs = decision.untilMs;
    const declined = saidOf(finding, { state: "declined", decision });
    const again = saidOf(
      finding,
      { decision },
      { first: { ...declined.thread!.first, createdAt: "2026-06-01T00:00:00Z" } },
    );

    expect(ids(await settledOf([finding], [declined], { decisions: [decision], nowMs })).fresh).toEqual(["2"]);
    expect(ids(await settledOf([finding], [declined, again], { decisions: [decision], nowMs })).standing).toEqual([
      "2 open",
    ]);
  });

  it("of a listed finding lapses in the same way", async () => {
    expect(ids(await settledOf([finding], [listedOf(finding, { state: "accepted" })])).fresh).toEqual(["2"]);
    expect(ids(await settledOf([finding], [listedOf(finding)])).standing).toEqual(["2 open"]);
  });

  it("follows a renamed function, but not where the finding is grave: others may reach the same call there", async () => {
    const renamed = (severity: Finding["severity"]) => findingAt(2, { symbol: "search", severity });
    const of = async (severity: Finding["severity"], pull: number) =>
      ids(await settledOf([renamed(severity)], [saidOf(finding)], { decisions: [decisionOn(finding, { pull })] }))
        .settled;

    expect([await of("medium", 7), await of("medium", 3)]).toEqual([["2 declined"], ["2 declined"]]);
    expect([await of("high", 7), await of("high", 3)]).toEqual([[], []]);
  });

  it("silences one of two copies", async () => {
    const copy = findingAt(5, { symbol: "copy" });

    const settled = await settledOf([finding, copy], [], { decisions: [decisionOn(finding, { pull: 3 })] });

    expect(ids(settled)).toEqual({ ...NOTHING, fresh: ["5"], settled: ["2 declined"] });
  });

  it("stands while its code is not found: it does not become fixed, nor open", async () => {
    const decision = decisionOn(finding);

    const settled = await settledOf([], [saidOf(finding, { decision })], { decisions: [decision] });

    expect(ids(settled)).toEqual({ ...NOTHING, settled: ["2 declined"] });
  });

  it("that only the summary tells of is believed for the same code while the store does not answer, and at no other time", async () => {
    const entry = listedOf(finding, { state: "accepted" });

    expect(ids(await settledOf([finding], [entry], { unsure: true })).settled).toEqual(["2 accepted"]);
    expect(ids(await settledOf([findingAt(2, { quote: "other()" })], [entry], { unsure: true })).fresh).toEqual(["2"]);
  });
});
