import { describe, expect, it } from "@jest/globals";
import type { Decision } from "../../../../src/core/decision.ts";
import { Mark, markedFinding } from "../../../../src/core/mark.ts";
import { readLedger } from "../../../../src/core/pull/ledger/ledger.ts";
import type { Comment, Conversation } from "../../../../src/core/pull-request.ts";
import { findingAt, NOW, THEN, threadOf } from "../said.ts";

/** Marks without their signatures: those are `report/marker`'s. */
const words = {
  readMark: (body: string) => (body.startsWith("{") ? Mark.parse(JSON.parse(body)) : undefined),
};

let ids = 100;
function comment(mark: Mark | string, minute = 0, byUs = true): Comment {
  const author = byUs ? { id: 9, login: "reflexgen[bot]", bot: true } : { id: 3, login: "bob", bot: false };
  const body = typeof mark === "string" ? mark : JSON.stringify(mark);
  return { id: ++ids, author, body, byUs, createdAt: new Date(Date.UTC(2026, 0, 2, 0, minute)).toISOString() };
}

function conversation(parts: Partial<Conversation>): Conversation {
  return { reviews: [], threads: [], comments: [], ...parts };
}

const finding = findingAt(4);
const marked = markedFinding(finding);
const said: Mark = { kind: "finding", headSha: THEN, findings: [marked] };
const { id, weakness, path, symbol, sink, quote } = marked;
const decision: Decision = {
  id,
  about: { weakness, path, symbol, sink, ...(quote ? { quote } : {}) },
  state: "declined",
  by: { id: 3, login: "bob" },
  reason: "a fixed list",
  atMs: Date.UTC(2026, 0, 2, 0, 30),
  untilMs: Date.UTC(2026, 5, 1),
  pull: 7,
};

function thread(replies: Comment[] = [], createdMinute = 0) {
  const whole = threadOf(finding);
  return { ...whole, first: { ...whole.first, ...comment(said, createdMinute), path, commitSha: THEN }, replies };
}

describe("the ledger", () => {
  it("is empty where nothing verifies, whoever wrote it", () => {
    const ledger = readLedger(
      conversation({ comments: [comment("a forged one"), comment("### ReflexGen: all declined")], threads: [] }),
      words,
    );

    expect(ledger).toMatchObject({ entries: [], decisions: [], paused: false });
  });

  it("hears nobody else who shows one of our marks", () => {
    const reply = { kind: "reply", to: 1, says: "paused" } as const;
    const shown = { ...thread(), first: { ...thread().first, byUs: false } };

    const ledger = readLedger(conversation({ comments: [comment(reply, 0, false)], threads: [shown] }), words);

    expect(ledger).toMatchObject({ entries: [], paused: false });
  });

  it("takes the state from the summary, and from a reply that says fixed", () => {
    const summary: Mark = { kind: "summary", headSha: NOW, findings: [{ id, state: "late" }] };
    const fixed = comment({ kind: "reply", to: 1, says: "fixed" });

    expect(
      readLedger(conversation({ comments: [comment(summary)], threads: [thread()] }), words).entries,
    ).toMatchObject([{ state: "late", headSha: THEN }]);
    expect(readLedger(conversation({ threads: [thread([fixed])] }), words).entries).toMatchObject([{ state: "fixed" }]);
  });

  it("remembers which ids a signed review or summary named, also where the comment about one is lost", () => {
    const review = { ...comment({ kind: "review", headSha: THEN, findings: [id] }), commitSha: THEN };
    const other = "f".repeat(12);
    const summary = comment({ kind: "summary", headSha: THEN, findings: [{ id: other, state: "open" }] });

    const ledger = readLedger(conversation({ reviews: [review], comments: [summary] }), words);

    expect([...ledger.said].toSorted()).toEqual([id, other].toSorted());
    expect(ledger.entries).toEqual([]);
  });

  it("knows that reviews are paused until they are resumed: the newest word counts, wherever it stands in the list", () => {
    const pause = comment({ kind: "reply", to: 1, says: "paused" }, 5);
    const resume = comment({ kind: "reply", to: 2, says: "resumed" }, 9);

    expect(readLedger(conversation({ comments: [pause] }), words).paused).toBe(true);
    expect(readLedger(conversation({ comments: [resume, pause] }), words).paused).toBe(false);
  });

  it("has the newest decision of a finding, and its state where that was about this comment's code", () => {
    const reply = (atMs: number, state: Decision["state"]) =>
      comment({ kind: "reply", to: 1, says: "decided", decision: { ...decision, atMs, state } }, 30);
    const replies = [reply(decision.atMs + 1, "accepted"), reply(decision.atMs, "declined")];

    const { entries, decisions } = readLedger(conversation({ threads: [thread(replies)] }), words);

    expect(decisions).toMatchObject([{ state: "accepted" }]);
    expect(entries).toMatchObject([{ state: "accepted", decision: { state: "accepted" } }]);
  });

  it("calls a finding open that came back after the decision, or as other code", () => {
    const reply = comment({ kind: "reply", to: 1, says: "decided", decision }, 30);
    const about = { ...decision.about, quote: "0".repeat(16) };
    const ofOther = comment({ kind: "reply", to: 1, says: "decided", decision: { ...decision, about } }, 30);

    expect(readLedger(conversation({ threads: [thread([reply], 40)] }), words).entries).toMatchObject([
      { state: "open" },
    ]);
    expect(readLedger(conversation({ threads: [thread([ofOther])] }), words).entries).toMatchObject([
      { state: "open" },
    ]);
  });

  it("takes the list for the newer word of a finding that has a comment, too", () => {
    const summary: Mark = { kind: "summary", headSha: NOW, findings: [{ id, state: "open", about: marked }] };

    const { entries } = readLedger(conversation({ comments: [comment(summary)], threads: [thread()] }), words);

    expect(entries.map((entry) => [entry.headSha, entry.thread !== undefined])).toEqual([
      [THEN, true],
      [NOW, false],
    ]);
  });
});
