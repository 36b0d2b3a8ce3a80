import { describe, expect, it } from "@jest/globals";
import { isAdopted } from "../../../../src/core/pull/apply/fix-of-mark.ts";

const hunk = { lines: { startLine: 2, endLine: 2 }, before: "run(cmd)\n", after: "run([cmd])\n" };

describe("a fix that was offered", () => {
  it("is adopted when what it brings stands there and what it replaced does not", () => {
    const fix = { digest: "0".repeat(16), title: "", madeBy: { kind: "rule" as const, name: "r" }, hunks: [hunk] };

    expect(isAdopted(fix, "a\nrun([cmd])\nb\n")).toBe(true);
    expect(isAdopted(fix, "a\nrun([cmd])\nrun(cmd)\n")).toBe(false);
    expect(isAdopted(fix, "a\nsafe(cmd)\n")).toBe(false);
  });

  it("is adopted where a line that it made longer still begins as before", () => {
    const longer = { ...hunk, before: "from flask import send_file\n", after: "from flask import send_file, abort\n" };
    const fix = { digest: "0".repeat(16), title: "", madeBy: { kind: "rule" as const, name: "r" }, hunks: [longer] };

    expect(isAdopted(fix, "from flask import send_file, abort\n")).toBe(true);
  });
});
