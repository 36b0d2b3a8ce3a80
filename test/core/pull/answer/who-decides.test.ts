import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { whyNotDecide } from "../../../../src/core/pull/answer/who-decides.ts";
import type { Account, Authors, Permission } from "../../../../src/core/pull-request.ts";

const ada: Account = { id: 1, login: "ada", bot: false };
const bob: Account = { id: 2, login: "bob", bot: false };
const bot: Account = { id: 3, login: "copilot[bot]", bot: true };
const none: Authors = { proven: [], claimed: [], unknown: false };

describe("who may say no to a finding", () => {
  it.each<[string, Account, Permission, Partial<Authors>, ReturnType<typeof whyNotDecide>]>([
    ["who may only read", bob, "triage", { proven: [ada] }, "no-write-access"],
    ["the author alone", ada, "admin", { proven: [ada] }, "only-author"],
    ["the author with another's unproven commit", ada, "admin", { proven: [ada], claimed: [bob] }, "only-author"],
    ["the author beside a bot", ada, "admin", { proven: [ada, bot] }, "only-author"],
    ["who wrote in a bot's pull request", ada, "write", { proven: [bot], claimed: [ada] }, "only-author"],
    ["anybody where a bot's commits name nobody", ada, "write", { proven: [bot], unknown: true }, "author-unknown"],
    ["somebody else", bob, "write", { proven: [ada] }, undefined],
    ["somebody else, whom a commit names falsely", bob, "write", { proven: [ada], claimed: [bob] }, undefined],
    ["somebody else, though commits name nobody", bob, "write", { proven: [ada], unknown: true }, undefined],
    ["one of two proven authors", ada, "write", { proven: [ada, bob] }, undefined],
    ["who wrote nothing of a bot's pull request", bob, "maintain", { proven: [bot] }, undefined],
  ])("%s", (_, person, permission, authors, expected) => {
    expect(whyNotDecide(person, permission, { ...none, ...authors })).toBe(expected);
  });

  it("is never changed by what a commit without a proof says", () => {
    const accounts = fc.subarray([ada, bob, bot]);
    fc.assert(
      fc.property(accounts, accounts, fc.constantFrom(ada, bob), (proven, claimed, person) => {
        const before = whyNotDecide(person, "write", { ...none, proven });
        const after = whyNotDecide(person, "write", { ...none, proven, claimed });

        // It may only take away, and only of somebody whom no other proven author stands beside.
        expect(before === undefined || after !== undefined).toBe(true);
      }),
    );
  });
});
