import { describe, expect, it } from "@jest/globals";
import { isSameBody } from "../../../src/adapters/host/same-body.ts";

describe("two comments are the same", () => {
  const mark = (name: string) => `<!-- reflexgen:1 ${name} -->`;

  it.each<[string, string, string, boolean]>([
    [
      "with the same marker, whatever GitHub made of the text",
      `a\r\nb\r\n\r\n${mark("x")}`,
      `a\nb\n\n${mark("x")}\n`,
      true,
    ],
    ["not with another marker under the same text", `a\n\n${mark("x")}`, `a\n\n${mark("y")}`, false],
    [
      "by the last marker: one in quoted text says nothing",
      `${mark("q")}\n${mark("x")}`,
      `${mark("q")}\n${mark("y")}`,
      false,
    ],
    ["not when only one has a marker", "a", `a\n\n${mark("x")}`, false],
    ["by their text where there is no marker", "Fixed.\r\n", "Fixed.", true],
    ["not with different texts", "Fixed.", "Fixed in abc.", false],
  ])("%s", (_, one, other, expected) => {
    expect(isSameBody(one, other)).toBe(expected);
    expect(isSameBody(other, one)).toBe(expected);
  });
});
