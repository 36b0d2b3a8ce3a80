import { afterAll, describe, expect, it } from "@jest/globals";
import { removeTemporaryFolders } from "../adapters/host/temporary-repository.ts";
import { CLEAN, printed, reflexgen, repositoryOf, vulnerable, type Run } from "./run.ts";

afterAll(removeTemporaryFolders);

function places(run: Run): string[] {
  const { findings, unread } = printed(run);
  expect(unread.filter(({ failed }) => failed)).toEqual([]);
  return findings.map(({ path, origin }) => `${path} ${origin}`);
}

describe("what a review reports", () => {
  it("is what the change introduced; what was there before is counted, and shown by --all", async () => {
    const old = vulnerable("old");
    const { folder } = repositoryOf(
      { "a.py": old },
      {
        "a.py": `# moved down\n\n${old.replace("return cursor.fetchone()", "row = cursor.fetchone()\n    return row")}`,
        "b.py": vulnerable(),
      },
    );

    const [usual, all, text] = await Promise.all([
      reflexgen(["review", "--format", "json"], { folder }),
      reflexgen(["review", "--format", "json", "--all"], { folder }),
      reflexgen(["review"], { folder }),
    ]);

    expect(places(usual)).toEqual(["b.py introduced"]);
    expect(places(all)).toEqual(["a.py existing", "b.py introduced"]);
    expect(text.stdout).toContain("Note: 1 older finding stands in code that this change touches; --all shows it");
  });

  it("hears a marker that stands at the base, says so, and is deaf to one that the change brings", async () => {
    const marked = vulnerable().replace(
      "    cursor",
      "    # reflexgen-ignore CWE-089: names come from our own list\n    cursor",
    );
    const { folder } = repositoryOf(
      { "a.py": marked, "c.py": CLEAN },
      { "a.py": marked.replace("customers", "orders"), "b.py": marked, "c.py": `${CLEAN}\n\n${marked}` },
    );

    const [json, text] = await Promise.all([
      reflexgen(["review", "--format", "json"], { folder }),
      reflexgen(["review"], { folder }),
    ]);

    expect(places(json)).toEqual(["b.py introduced", "c.py introduced"]);
    expect(printed(json).suppressed).toMatchObject([
      { path: "a.py", weakness: "CWE-89", reason: "names come from our own list" },
    ]);
    expect(text.stdout).toContain("Silenced: 1 (names come from our own list).");
  });

  it("takes its settings from the base side alone", async () => {
    const { folder, write, commit, git } = repositoryOf(
      { "a.py": CLEAN, ".github/reflexgen.yml": "minimumSeverity: low\n" },
      { "b.py": vulnerable(), ".github/reflexgen.yml": 'exclude: ["**"]\nminimumSeverity: critical\n' },
    );
    const charmed = await reflexgen(["review", "--format", "json"], { folder });
    git("switch", "-q", "main");
    write(".github/reflexgen.yml", "exclude: [hunter2]\nonlyAI: hunter2\nmaxFiles: 0\nminimumSeverity: hunter2\n");
    commit("malformed");
    git("switch", "-q", "-c", "next");
    write("c.py", CLEAN);
    commit("next");

    const malformed = await reflexgen(["review"], { folder });

    expect(places(charmed)).toEqual(["b.py introduced"]);
    expect(malformed).toMatchObject({ code: 2, stdout: "" });
    expect(malformed.stderr).toMatch(
      /reflexgen: \.github\/reflexgen\.yml: [^\n]*minimumSeverity: not one of the allowed values[^\n]*onlyAI: no such setting\n$/,
    );
    expect(malformed.stderr).toContain("maxFiles: ");
    expect(malformed.stderr).not.toContain("hunter2");
  });

  it("--only-ai reviews what an agent is known to have written, and names the rest as left out", async () => {
    const { folder, write, commit } = repositoryOf({ "a.py": CLEAN }, { "by_ada.py": vulnerable() });
    write("by_agent.py", vulnerable());
    commit("agent\n\nCo-authored-by: Claude <noreply@anthropic.com>");

    const run = await reflexgen(["review", "--format", "json", "--only-ai"], { folder });

    expect(places(run)).toEqual(["by_agent.py introduced"]);
    expect(printed(run).unread).toEqual([
      { path: "by_ada.py", reason: "not written by an agent as far as known", failed: false },
    ]);
    expect(run.code).toBe(1);
  });

  it("has ids that stay when it runs again and when lines move, and tell twins apart", async () => {
    const { folder, write, commit } = repositoryOf({ "a.py": CLEAN }, { "b.py": vulnerable() + vulnerable("twin") });
    const ids = async () =>
      printed(await reflexgen(["review", "--format", "json"], { folder })).findings.map(({ id }) => id);
    const first = await ids();
    const again = await ids();
    write(
      "b.py",
      `# above\n\n\n${vulnerable()}\n# between\n\n${vulnerable("twin").replace("    return", "\n    return")}`,
    );
    commit("moved");

    const moved = await ids();

    expect(new Set(first).size).toBe(2);
    expect(again).toEqual(first);
    expect(moved).toEqual(first);
  });

  it("--explain tells what was read beside the code and how each result came about", async () => {
    const { folder } = repositoryOf(
      { "a.py": CLEAN },
      { "b.py": vulnerable(), "c.py": 'from b import find\n\n\ndef page(cursor):\n    return find(cursor, "Ada")\n' },
    );

    const [text, json] = await Promise.all([
      reflexgen(["review", "--explain"], { folder }),
      reflexgen(["review", "--explain", "--format", "json"], { folder }),
    ]);

    expect(text.stdout).toMatch(/UNIT {2}b\.py:4-6 · find/);
    expect(text.stdout).toMatch(/read beside it: caller c\.py/);
    expect(text.stdout).toMatch(/- check: binds the values as parameters \(rule\): reached L3/);
    expect(JSON.parse(json.stdout)).toMatchObject({
      units: expect.arrayContaining([expect.objectContaining({ path: "b.py" })]),
    });
  });
});
