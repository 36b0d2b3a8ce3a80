import { describe, expect, it } from "@jest/globals";
import { DEFAULT_POLICY, type Policy } from "../../../../src/core/policy.ts";
import { loosenedSettings } from "../../../../src/core/pull/settings/loosened-settings.ts";
import { mergeSettings } from "../../../../src/core/pull/settings/settings.ts";

const merged = (repository: string | undefined, organisation: string | undefined) =>
  mergeSettings({ repository, organisation });

describe("settings of a repository over those of its organisation", () => {
  it("are the defaults where nobody says anything", () => {
    expect(merged(undefined, undefined)).toMatchObject({ policy: DEFAULT_POLICY, notes: [] });
  });

  it("go key by key; a list is one value", () => {
    const { policy } = merged("exclude: [a]\nblockAt: low\n", "exclude: [b, c]\nmaxFiles: 7\n");

    expect(policy).toEqual({ ...DEFAULT_POLICY, exclude: ["a"], blockAt: "low", maxFiles: 7 });
  });

  it("don't change what is enforced, also where that is the default, and say so", () => {
    const { policy, notes } = merged(
      "blockAt: never\nexclude: ['**']\ndrafts: true\n",
      "enforce: [blockAt, exclude]\n",
    );

    expect(policy).toEqual({ ...DEFAULT_POLICY, drafts: true });
    expect(notes).toEqual(["the organisation's settings stand instead of this repository's: blockAt, exclude"]);
  });

  it("say nothing where a repository wants what is enforced anyway", () => {
    expect(merged("blockAt: high\n", "enforce: [blockAt]\n").notes).toEqual([]);
  });

  it("enforce nothing from a repository's own file", () => {
    expect(merged("enforce: [blockAt]\n", "blockAt: never\n").policy.blockAt).toBe("never");
  });

  it("are left out whole where they are malformed, each file by itself", () => {
    const { policy, notes } = merged("blockAt: never\nbogus: 1\n", "minimumSeverity: medium\n");

    expect(policy).toEqual({ ...DEFAULT_POLICY, minimumSeverity: "medium" });
    expect(notes).toEqual(["settings of the repository were left out: .github/reflexgen.yml: bogus: no such setting"]);
  });
});

describe("settings that are loosened", () => {
  const from = (before: Partial<Policy>, after: Partial<Policy>) =>
    loosenedSettings({ ...DEFAULT_POLICY, ...before }, { ...DEFAULT_POLICY, ...after });

  it.each<[Partial<Policy>, Partial<Policy>, string[]]>([
    [{}, { exclude: ["a"] }, ["exclude"]],
    [{ exclude: ["a", "b"] }, { exclude: ["b"] }, []],
    [{}, { include: ["src"] }, ["include"]],
    [{ include: ["src"] }, { include: ["src", "lib"] }, []],
    [{ include: ["src", "lib"] }, { include: ["src"] }, ["include"]],
    [{}, { blockAt: "critical" }, ["blockAt"]],
    [{ blockAt: "never" }, { blockAt: "low" }, []],
    [{}, { minimumSeverity: "medium", onlyAi: true }, ["onlyAi", "minimumSeverity"]],
    [{}, { maxFiles: 10, maxUnits: 5000 }, ["maxFiles"]],
    [{ drafts: true }, {}, ["drafts"]],
    [{}, { onlyLabels: ["x"], skipLabels: ["y"] }, ["skipLabels", "onlyLabels"]],
    [{}, { whenNotReviewed: "neutral" }, ["whenNotReviewed"]],
    [{}, { whenNotReviewed: "failure" }, []],
    [{}, { maxComments: 0, language: "German", apply: false, learning: "off", signOff: true }, []],
  ])("from %j to %j: %j", (before, after, keys) => {
    expect(from(before, after)).toEqual(keys);
  });
});
