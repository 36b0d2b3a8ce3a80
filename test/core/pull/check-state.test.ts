import { describe, expect, it } from "@jest/globals";
import { lastComplete, wasReviewed, writeCheckState, writeReviewedState } from "../../../src/core/pull/check-state.ts";
import type { Review } from "../../../src/core/review.ts";
import { NOW, THEN } from "./said.ts";

const COST = { calls: 0, inputTokens: 0, outputTokens: 0, cachedTokens: 0, estimatedTokens: false, milliseconds: 0 };
const whole: Review = {
  title: "acme/shop#7",
  baseSha: NOW,
  findings: [],
  suppressed: [],
  read: { files: 1, units: 1, lines: 1 },
  unread: [],
  notes: [],
  cost: COST,
  accounts: [],
};
const pull = { number: 7, base: { sha: NOW, ref: "main" } };

function runOf(externalId: string, headSha = THEN) {
  return { id: 1, headSha, completed: true, externalId, startedAt: "2026-01-01T00:00:00Z" };
}

describe("the state of a check run", () => {
  it("says that a head was reviewed, for this pull request and this base", () => {
    const run = runOf(writeReviewedState(whole, pull));

    expect(wasReviewed(run, pull)).toBe(true);
    expect(wasReviewed(run, { ...pull, number: 8 })).toBe(false);
    expect(wasReviewed(run, { ...pull, base: { sha: NOW, ref: "next" } })).toBe(false);
    expect(wasReviewed({ ...run, completed: false }, pull)).toBe(false);
    expect(wasReviewed(runOf(writeCheckState("paused")), pull)).toBe(false);
  });

  it("is no ground for a later review where something selected was not read", () => {
    const unread = [{ path: "app.py", reason: "not examined by the model: refused", failed: true }];
    const runs = [runOf(writeReviewedState({ ...whole, unread }, pull), NOW), runOf(writeReviewedState(whole, pull))];

    expect(lastComplete(runs, 7)).toMatchObject({ headSha: THEN, baseSha: NOW });
  });

  it("names what was left out by choice, and the model", () => {
    const unread = [{ path: "vendor/a.js", reason: "vendored" }];
    const model = { name: "scripted", destination: "a host" };

    const review = lastComplete([runOf(writeReviewedState({ ...whole, unread, model }, pull))], 7);

    expect([review?.isBy("scripted"), review?.isBy("another")]).toEqual([true, false]);
    expect([review?.leftUnread("vendor/a.js"), review?.leftUnread("app.py")]).toEqual([true, false]);
  });

  it("is short, whatever was left out; what can't be remembered is no ground for a later review", () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ path: `vendor/${at}.js`, reason: "vendored" }));
    const few = many.slice(0, 20);
    const long = { number: 123_456_789, base: { sha: NOW, ref: "release/".repeat(60) } };
    const model = { name: "a model with a name", destination: "a host" };

    const states = [many, few].map((unread) => writeReviewedState({ ...whole, unread, model }, long));

    expect(Math.max(...states.map((state) => state.length))).toBeLessThanOrEqual(255);
    expect(states.map((state) => lastComplete([runOf(state)], long.number) !== undefined)).toEqual([false, true]);
    expect(states.map((state) => wasReviewed(runOf(state), long))).toEqual([true, true]);
  });

  it("of another pull request, of an older form, or of no form at all counts for nothing", () => {
    const runs = [
      runOf(writeReviewedState(whole, { ...pull, number: 8 })),
      runOf('{"version":1,"outcome":"reviewed"}'),
      runOf('{"version":2,"outcome":"reviewed","pull":7,"examined":{"unread":""}}'),
      runOf("{"),
    ];

    expect(lastComplete(runs, 7)).toBeUndefined();
  });
});
