import { expect, it } from "@jest/globals";
import fc from "fast-check";
import { mentions } from "../../../../src/adapters/analysis/rules/mentions.ts";

it("finds what stands in the text and nothing else", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "("), maxLength: 30 });

  fc.assert(
    fc.property(letters, letters, (text, literal) => {
      expect(mentions(text)(literal)).toBe(text.includes(literal));
    }),
  );
});
