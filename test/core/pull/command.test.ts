import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readCommand } from "../../../src/core/pull/command.ts";

const ID = "0123456789ab";

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

  it("is none in prose, quotes and code", () => {
    for (const body of [
      "",
      "use /reflexgen review",
      "> /reflexgen review",
      "/reflexgenreview",
      "```\n/reflexgen review\n```",
    ])
      expect(readCommand(body)).toBeUndefined();
  });

  it("is unknown with arguments that are not its own", () => {
    for (const words of [
      "review --model=evil",
      "apply ../x",
      `explain ${ID} ${ID}`,
      `dismiss ${ID}`,
      "approve",
      "ＲＥＶＩＥＷ",
    ])
      expect(readCommand(`/reflexgen ${words}`)).toEqual({ name: "unknown" });
  });

  it("is one of the list or none, whatever is written", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const command = readCommand(`/reflexgen ${text}`);
        expect([
          "review",
          "full",
          "pause",
          "resume",
          "help",
          "unknown",
          "apply",
          "explain",
          "dismiss",
          "accept-risk",
          undefined,
        ]).toContain(command?.name);
      }),
    );
  });
});
