import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { COMMAND_NAMES, readCommand } from "../../../../src/core/pull/answer/command.ts";
import { nearestWord } from "../../../../src/core/pull/answer/nearest-word.ts";
import { problemWords } from "../../../../src/report/problem-words.ts";
import { openSpeech } from "../../../../src/report/speech.ts";

const ID = "0123456789ab";
const problemOf = (words: string) => {
  const command = readCommand(`/reflexgen ${words}`);
  return command?.name === "unknown" ? command.problem : undefined;
};

describe("a command in a comment", () => {
  it("is the first line that begins with it", () => {
    expect(readCommand("thanks!\n/reflexgen review\r\nbye")).toEqual({ name: "review" });
    expect(readCommand("/reflexgen")).toEqual({ name: "help" });
    expect(readCommand(`/reflexgen apply ${ID}`)).toEqual({ name: "apply", ids: [ID] });
    expect(readCommand("/reflexgen apply all")).toEqual({ name: "apply", ids: "all" });
    expect(readCommand(`/reflexgen accept-risk ${ID} until 2027-01-31 behind a login`)).toEqual({
      name: "accept-risk",
      id: ID,
      until: "2027-01-31",
      reason: "behind a login",
    });
  });

  it("may name its finding as we print it, or leave it out", () => {
    expect(readCommand(`/reflexgen explain \`${ID}\``)).toEqual({ name: "explain", id: ID });
    expect(readCommand("/reflexgen explain")).toEqual({ name: "explain" });
    expect(readCommand("/reflexgen dismiss not reachable")).toEqual({ name: "dismiss", reason: "not reachable" });
    expect(readCommand("/reflexgen accept-risk until 2027-01-31 why")).toEqual({
      name: "accept-risk",
      until: "2027-01-31",
      reason: "why",
    });
  });

  it("is none in prose, quotes, code and hidden HTML", () => {
    for (const body of [
      "",
      "use /reflexgen review",
      "> /reflexgen review",
      "/reflexgenreview",
      "```\n/reflexgen review\n```",
      "~~~text\n/reflexgen review",
      "<!--\n/reflexgen dismiss all of it\n-->",
      "fine <!-- hidden\n/reflexgen apply all",
    ])
      expect(readCommand(body)).toBeUndefined();
  });

  it("is heard again behind what was hidden", () => {
    expect(readCommand("<!-- a\nb -->\n/reflexgen review")).toEqual({ name: "review" });
    expect(readCommand("<!-- a --> b\n/reflexgen review")).toEqual({ name: "review" });
  });

  it.each([
    ["merge --force", "no-such-command"],
    ["ＲＥＶＩＥＷ", "no-such-command"],
    ["constructor", "no-such-command"],
    ["review --model=evil", "takes-nothing"],
    ["apply ../x", "not-an-id"],
    [`explain ${ID} ${ID}`, "not-an-id"],
    ["explain 01234567", "not-an-id"],
    ["dismiss 0123456789AB no", "not-an-id"],
    [`dismiss ${ID}`, "missing-reason"],
    ["dismiss", "missing-reason"],
    [`accept-risk ${ID} behind a login`, "missing-date"],
    [`accept-risk ${ID} until tomorrow why`, "not-a-date"],
    [`accept-risk ${ID} until 2027-02-30 why`, "not-a-date"],
    [`accept-risk ${ID} until 2027-02-28`, "missing-reason"],
    [`apply ${`${ID} `.repeat(51)}`, "too-many-ids"],
  ])("that is wrong says in what: %s", (words, what) => {
    const problem = problemOf(words);
    const line = problemWords(problem!, openSpeech({ scrub: (text) => text, rules: [], commands: new Set() }));

    expect(problem?.what).toBe(what);
    expect(line).not.toContain("\n");
    expect(line.length).toBeLessThan(250);
  });

  it("names the one that was probably meant, only where one is nearest", () => {
    const meant = ["dismis", "Review", "aply", "acceptrisk", "accept", "risk", "expl", "merge", "x", "re", "approve"];

    expect(meant.map((word) => nearestWord(word, COMMAND_NAMES))).toEqual([
      "dismiss",
      "review",
      "apply",
      "accept-risk",
      "accept-risk",
      undefined,
      "explain",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is one of the list or none, whatever is written, and holds no lone half of a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, reason) => {
        const command = readCommand(`/reflexgen ${reason ? "dismiss " : ""}${text}`);

        expect([...COMMAND_NAMES, "unknown", undefined]).toContain(command?.name);
        expect(JSON.stringify(command ?? {}).isWellFormed()).toBe(true);
        if (command?.name === "dismiss") expect(command.reason.length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
