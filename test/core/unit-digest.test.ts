import { describe, expect, it } from "@jest/globals";
import { unitDigest } from "../../src/core/unit-digest.ts";

const GUARDED = "def run(name):\n    if allowed(name):\n        log(name)\n        start(name)\n";

describe("the digest of a unit", () => {
  it("is the same where its lines only moved, were indented as a whole, or end otherwise", () => {
    const indented = GUARDED.replaceAll(/^/gm, "    ").trimEnd();
    const spaced = GUARDED.replace("        log", "\n        log").replaceAll("\n", "  \r\n");

    expect(unitDigest(indented)).toBe(unitDigest(GUARDED));
    expect(unitDigest(spaced)).toBe(unitDigest(GUARDED));
  });

  it("is another where a call leaves the check that it stood behind", () => {
    expect(unitDigest(GUARDED.replace("        start", "    start"))).not.toBe(unitDigest(GUARDED));
  });

  it("is another where a word changed, and there is one of nothing", () => {
    expect(unitDigest(GUARDED.replace("allowed(name)", "True"))).not.toBe(unitDigest(GUARDED));
    expect(unitDigest("")).toMatch(/^[0-9a-f]{16}$/);
  });
});
