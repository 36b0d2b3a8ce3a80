import { describe, expect, it } from "@jest/globals";
import { patchBetween } from "../../src/core/patch.ts";
import { openPage } from "../../src/report/page.ts";
import { renderPatch } from "../../src/report/patch-diff.ts";

const page = openPage({ width: 40, colour: false });

function diffOf(before: string, after: string, mostLines?: number): string {
  return renderPatch(page, patchBetween("x", before, after), mostLines === undefined ? {} : { mostLines }).join("\n");
}

describe("renderPatch", () => {
  it("numbers lines as they are at the head, and parts hunks", () => {
    expect(diffOf("a\nb\nc\nd\n", "new\na\nb\nC\nd\n")).toBe("  1 + new\n    ┊\n  3 - c\n    + C");
  });

  it("wraps long lines and loses nothing of them", () => {
    const line = `call(${"argument, ".repeat(12)}payload)`;

    const added = diffOf("", `${line}\n`).replaceAll(/^.{6}/gm, "");

    expect(added.split("\n").join(" ")).toBe(line);
  });

  it("says how much it leaves out", () => {
    expect(diffOf("", "a\n".repeat(10), 4)).toMatch(/^(.*\+ a\n){4}.*┊ 6 more lines: see them with --explain$/);
  });

  it("shows line ends where they are what changes", () => {
    expect(diffOf("a\r\nb\r\n", "c\r\nb\r\n")).toBe("  1 - a\n    + c");
    expect(diffOf("a\r\n", "a\n")).toBe("  1 - a<U+000D>\n    + a");
  });

  it("is bounded however many hunks there are", () => {
    const hunks = Array.from({ length: 150_000 }, (_, index) => {
      return { lines: { startLine: 2 * index + 1, endLine: 2 * index + 1 }, before: "a\n", after: "b\n" };
    });

    expect(renderPatch(page, { path: "x", hunks })).toHaveLength(61);
  });
});
