import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { readAnswer } from "../../../src/adapters/model/read-answer.ts";

const Form = z.object({ word: z.string() });

describe("a model's answer", () => {
  it.each([
    ["bare", '{"word":"yes"}'],
    ["fenced", '```json\n{"word":"yes"}\n```'],
    ["behind thoughts", '<think>maybe {"word":"no"}?</think>\n{"word":"yes"}'],
    ["inside prose", 'Here it is: {"word":"yes"}. Good luck!'],
    ["with a field too many", '{"word":"yes","mood":"fine"}'],
  ])("is read when it comes %s", (_, text) => {
    expect(readAnswer(text, Form)).toEqual({ word: "yes" });
  });

  it.each(["", "I can't help with that.", '{"word":"y', "null", "[]", '{"word":1}', '{"other":"secret value"}'])(
    "is malformed and not quoted: %s",
    (text) => {
      expect(() => readAnswer(text, Form)).toThrow(
        expect.objectContaining({
          reason: "malformed",
          message: expect.not.stringContaining("secret value") as unknown as string,
        }),
      );
    },
  );

  it("cut at any byte is never taken for a whole one", () => {
    const whole = JSON.stringify({ word: 'a "quoted" {brace} \\ and ünïcode' });

    for (let end = 0; end < whole.length; end++) expect(() => readAnswer(whole.slice(0, end), Form)).toThrow("answer");
  });
});
