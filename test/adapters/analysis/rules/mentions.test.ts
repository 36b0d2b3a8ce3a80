import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mentions } from "../../../../src/adapters/analysis/rules/mentions.ts";

describe("mentions", () => {
  it("finds what stands in the text and nothing else", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "("), maxLength: 30 });

    fc.assert(
      fc.property(letters, letters, (text, literal) => {
        expect(mentions(text).has(literal)).toBe(text.includes(literal));
      }),
    );
  });

  it("tells a word from a piece of one, and a digit before it from a part of it", () => {
    const word = (text: string) => ({ text, isFolded: false, isWord: true });
    const { holds } = mentions("regexec(x) + 1instanceof Y; $exec; execute; a.exec()");

    expect(holds(word("exec"))).toBe(true);
    expect(holds(word("instanceof"))).toBe(true);
    expect(holds(word("regex"))).toBe(false);
    expect(mentions("regexec(x), $exec, execute").holds(word("exec"))).toBe(false);
  });

  it("looks past the case, with the long s as Rust's expressions do", () => {
    const folded = { text: "password", isFolded: true, isWord: false };

    expect(mentions("PassWord").holds(folded)).toBe(true);
    expect(mentions("paſſword").holds(folded)).toBe(true);
    expect(mentions("pass word").holds(folded)).toBe(false);
  });
});
