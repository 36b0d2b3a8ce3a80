import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { blobText, unreadableMode } from "../../../src/adapters/host/blob-text.ts";

describe("the text of a file's bytes", () => {
  it("is exact: encoded again it is the same bytes, or there is a reason", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = blobText(bytes);
        if ("text" in read) expect(new Uint8Array(Buffer.from(read.text, "utf8"))).toEqual(bytes);
        else expect(read.reason).not.toBe("");
      }),
    );
  });

  it.each([
    ["a NUL", [0x61, 0], "binary file"],
    ["a stray continuation byte", [0x80], "not UTF-8 text"],
    ["a surrogate in UTF-8's clothes", [0xed, 0xa0, 0x80], "not UTF-8 text"],
    ["a cut character", [0x61, 0xe2, 0x82], "not UTF-8 text"],
    ["UTF-16, big end first", [0xfe, 0xff, 0, 0x61], "UTF-16 text: only UTF-8 is read"],
  ])("with %s is none", (_, bytes, reason) => expect(blobText(new Uint8Array(bytes))).toEqual({ reason }));

  it("of exactly 1 MB is read, of a byte more it isn't", () => {
    expect(blobText(new Uint8Array(1024 * 1024).fill(0x61))).toHaveProperty("text");
    expect(blobText(new Uint8Array(1024 * 1024 + 1).fill(0x61))).toEqual({ reason: "larger than 1 MB" });
  });

  it("is not looked for in links, submodules and folders", () => {
    expect(["100644", "100755", "120000", "160000", "040000"].map(unreadableMode)).toEqual([
      undefined,
      undefined,
      "symbolic link: not followed",
      "submodule: its commits are another repository's",
      "not a regular file",
    ]);
  });
});
