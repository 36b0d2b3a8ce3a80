import { beforeEach, expect, it } from "@jest/globals";
import type { Decision, DecisionStore } from "../../src/core/decision.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
export const NOW_MS = Date.UTC(2026, 10, 22);

export const DECLINED: Decision = {
  id: "0123456789ab",
  about: { weakness: "CWE-89", path: "app.py", symbol: "find", sink: "db.execute", quote: "0123456789abcdef" },
  state: "declined",
  by: { id: 7, login: "bob" },
  reason: "the names come from a fixed list “of ours” \u{1F600}",
  atMs: NOW_MS,
  untilMs: NOW_MS + 365 * DAY_MS,
  pull: 3,
};
export const ACCEPTED: Decision = {
  ...DECLINED,
  id: "ba9876543210",
  state: "accepted",
  untilMs: NOW_MS + 30 * DAY_MS,
};

/** `reopen` opens the same store again, as another process does. */
type Opened = { store: DecisionStore; reopen: () => DecisionStore };

/** What every store of decisions promises. */
export function decisionStoreContract(open: () => Promise<Opened>): void {
  let store: DecisionStore;
  let reopen: () => DecisionStore;
  beforeEach(async () => ({ store, reopen } = await open()));

  it("holds nothing before anything was decided, and forgetting that is no trouble", async () => {
    await store.forget([1, 2]);

    expect(await store.of(1, NOW_MS)).toEqual([]);
  });

  it("gives back what was decided, to the last character, to another process too", async () => {
    await store.remember(1, DECLINED);
    await store.remember(1, ACCEPTED);

    expect(await store.of(1, NOW_MS)).toEqual([DECLINED, ACCEPTED]);
    expect(await reopen().of(1, NOW_MS)).toEqual([DECLINED, ACCEPTED]);
  });

  it("tells no repository of another's", async () => {
    await store.remember(1, DECLINED);
    await store.remember(12, ACCEPTED);

    expect(await store.of(1, NOW_MS)).toEqual([DECLINED]);
    expect(await store.of(2, NOW_MS)).toEqual([]);
    expect(await store.of(12, NOW_MS)).toEqual([ACCEPTED]);
  });

  it("knows one decision of a finding on a pull request, the latest", async () => {
    const later: Decision = { ...DECLINED, state: "accepted", atMs: NOW_MS + 1000, reason: "rather so" };
    await store.remember(1, DECLINED);
    await store.remember(1, DECLINED);
    await store.remember(1, later);
    await store.remember(1, DECLINED);

    expect(await store.of(1, NOW_MS)).toEqual([later]);
  });

  it("keeps apart what was said of one id on two pull requests", async () => {
    const elsewhere: Decision = { ...DECLINED, pull: 4, atMs: NOW_MS + 1 };
    await store.remember(1, DECLINED);
    await store.remember(1, elsewhere);

    expect(await store.of(1, NOW_MS)).toEqual([DECLINED, elsewhere]);
  });

  it("gives what holds at that time: not in the moment when it ends", async () => {
    await store.remember(1, DECLINED);
    await store.remember(1, ACCEPTED);

    expect(await store.of(1, ACCEPTED.untilMs - 1)).toHaveLength(2);
    expect(await store.of(1, ACCEPTED.untilMs)).toEqual([DECLINED]);
    expect(await store.of(1, DECLINED.untilMs)).toEqual([]);
  });

  it("gives all of many", async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...DECLINED, pull: index + 1, atMs: NOW_MS + index }));
    for (const one of many) await store.remember(1, one);

    expect(await store.of(1, NOW_MS)).toEqual(many);
  });

  it("forgets repositories whole, and no others", async () => {
    for (const repository of [1, 2, 3]) await store.remember(repository, DECLINED);

    await store.forget([1, 3, 99]);

    expect(await store.of(1, NOW_MS)).toEqual([]);
    expect(await store.of(2, NOW_MS)).toEqual([DECLINED]);
    expect(await store.of(3, NOW_MS)).toEqual([]);
  });

  it("refuses what is no decision, and keeps nothing of it", async () => {
    const wrong = { ...DECLINED, reason: "x".repeat(501) };

    await expect(Promise.resolve().then(() => store.remember(1, wrong))).rejects.toThrow("reason");

    expect(await store.of(1, NOW_MS)).toEqual([]);
  });
}
