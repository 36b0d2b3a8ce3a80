import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { replaceLines } from "../../../../demo/github/pulls/replace-lines.ts";
import { readSuggestions } from "../../../../demo/github/pulls/suggestion.ts";

const replaced = (text: string, startLine: number, endLine: number, lines: string[]) =>
  replaceLines(Buffer.from(text), [{ startLine, endLine, lines }]).toString();

describe("readSuggestions", () => {
  it.each<[string, string, string[][]]>([
    ["none", "words\n```js\nx\n```", []],
    ["one with words around", "Why.\n\n```suggestion\na\n  b\n```\n\nMore.", [["a", "  b"]]],
    ["an empty one, which deletes", "```suggestion\n```", [[]]],
    ["one blank line, which is another thing", "```suggestion\n\n```", [[""]]],
    ["a longer fence around a shorter", "````suggestion\n```\nx\n```\n````", [["```", "x", "```"]]],
    ["tildes", "~~~suggestion\nx\n~~~", [["x"]]],
    ["lines from a browser", "```suggestion\r\na\r\nb\r\n```\r\n", [["a", "b"]]],
    ["several", "```suggestion\na\n```\n```suggestion\nb\n```", [["a"], ["b"]]],
    ["an indented fence", "  ```suggestion\n    x\n  y\n  ```", [["  x", "y"]]],
    ["one in a list", "- so:\n\n  ```suggestion\n  x\n  ```", [["x"]]],
    ["never closed", "```suggestion\nx", [["x"]]],
    ["blank lines at its end", "```suggestion\nx\n\n\n```", [["x", "", ""]]],
    ["a tab", "```suggestion\n\tx\n```", [["\tx"]]],
    ["another language that only starts so", "```suggestions\nx\n```", []],
  ])("reads %s", (_, body, lines) => {
    expect(readSuggestions(body)).toEqual(lines);
  });
});

describe("replaceLines", () => {
  it.each<[string, string, string]>([
    ["LF", replaced("a\nb\nc\n", 2, 2, ["x", "y"]), "a\nx\ny\nc\n"],
    ["CRLF", replaced("a\r\nb\r\nc\r\n", 2, 2, ["x", "y"]), "a\r\nx\r\ny\r\nc\r\n"],
    ["no final line feed", replaced("a\nb", 2, 2, ["x", "y"]), "a\nx\ny"],
    ["no final line feed in CRLF", replaced("a\r\nb", 2, 2, ["x", "y"]), "a\r\nx\r\ny"],
    ["a byte order mark", replaced("\uFEFFa\nb\n", 1, 1, ["x"]), "\uFEFFx\nb\n"],
    ["a deletion", replaced("a\nb\nc\n", 2, 2, []), "a\nc\n"],
    ["a line separator that parts no lines", replaced("a\u2028b\nc\n", 2, 2, ["x"]), "a\u2028b\nx\n"],
  ])("keeps %s", (_, now, wanted) => {
    expect(now).toBe(wanted);
  });

  it("changes no byte outside the range", () => {
    const line = fc
      .tuple(fc.uint8Array({ maxLength: 8 }), fc.constantFrom("\n", "\r\n"))
      .map(([bytes, end]) => Buffer.concat([Buffer.from(bytes).filter((byte) => byte !== 10), Buffer.from(end)]));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 3, maxLength: 9 }),
        fc.array(fc.string().filter((text) => !text.includes("\n"))),
        (lines, wanted) => {
          const changed = replaceLines(Buffer.concat(lines), [{ startLine: 2, endLine: 2, lines: wanted }]);

          const [before, after] = [lines.slice(0, 1), lines.slice(2)].map((part) => Buffer.concat(part));
          expect(changed.subarray(0, before?.length).equals(before ?? Buffer.of())).toBe(true);
          expect(changed.subarray(changed.length - (after?.length ?? 0)).equals(after ?? Buffer.of())).toBe(true);
        },
      ),
    );
  });
});
