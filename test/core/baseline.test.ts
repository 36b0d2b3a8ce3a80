import { describe, expect, it } from "@jest/globals";
import { BASELINE_PATH, openBaseline, parseBaseline, readBaseline, renderBaseline } from "../../src/core/baseline.ts";
import type { Finding } from "../../src/core/finding.ts";

const known = { id: "0123456789ab", path: "a.py", weakness: "CWE-89", quote: "cursor.execute(query)" } as Finding;

function reading(text: string | undefined) {
  return readBaseline({ readBase: async (path) => (path === BASELINE_PATH ? text : undefined) });
}

describe("a baseline", () => {
  it.each([
    ["no JSON", "{ nope"],
    ["another file", '{"version": 2, "findings": []}'],
    ["a list that is none", '{"version": 1, "findings": {"a.py": "all"}}'],
    ["one that is far too large", `{"version": 1, "findings": [${" ".repeat(4_000_000)}]}`],
  ])("silences nothing when it is malformed, and says so: %s", async (_, text) => {
    const { baseline, problem } = await reading(text);

    expect(baseline).toEqual([]);
    expect(problem).toContain(`${BASELINE_PATH}: `);
    expect(problem).toContain("nothing was silenced by it");
  });

  it("comes back as it was written, and is no news where there is none", async () => {
    const text = renderBaseline([known, { ...known, id: "ba9876543210", path: "B.py" }]);

    expect(parseBaseline(text, "file").map(({ id }) => id)).toEqual(["ba9876543210", "0123456789ab"]);
    expect(await reading(undefined)).toEqual({ baseline: [] });
    expect(parseBaseline(renderBaseline([]), "file")).toEqual([]);
  });

  it("does not hold the code, which may be a secret", () => {
    const text = renderBaseline([{ ...known, quote: "hunter2-hunter2" }]);

    expect(text).not.toContain("hunter2");
    expect(text).toMatch(/"code":"[0-9a-f]{8}"/);
  });

  it("takes each finding once, however it is indented, and not after its code was changed", () => {
    const asked = openBaseline(parseBaseline(renderBaseline([known]), "file"));

    expect(asked.takes({ ...known, quote: "cursor.execute(other)" })).toBe(false);
    expect(asked.takes({ ...known, path: "b.py" })).toBe(false);
    expect(asked.takes({ ...known, quote: "cursor.execute(\n    query\n)" })).toBe(true);
    expect(asked.takes(known)).toBe(false);
  });
});
