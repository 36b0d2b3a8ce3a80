import { describe, expect, it } from "@jest/globals";
import type { Finding } from "../../../../src/core/finding.ts";
import { maySay } from "../../../../src/core/pull/tell/may-say.ts";
import { changedFile, changeOf } from "../../../fakes.ts";
import { FINDING, USERS } from "../../../report/sample-review.ts";

/** Only the file's first line is the change's. */
const change = changeOf([changedFile("app/users.py", USERS, USERS.replace("import sqlite3", "import sqlite"))]);
const byModel: Finding = { ...FINDING, claimedBy: [{ kind: "model", name: "m" }] };

describe("on a public pull request", () => {
  it.each<[string, Finding, boolean]>([
    ["what a rule finds in untouched code, and the base does not have, may be said", FINDING, true],
    ["what the base has, too, may not", { ...FINDING, origin: "existing" }, false],
    ["what the base may have had may not", { ...FINDING, unknownAtBase: true }, false],
    ["what only a model says of untouched code may not", byModel, false],
    [
      "what a model says where the change took a control away may",
      { ...byModel, removed: { startLine: 5, endLine: 6 } },
      true,
    ],
    [
      "what stands on changed lines may, whoever says it",
      { ...byModel, span: { ...FINDING.span, startLine: 1, endLine: 1 } },
      true,
    ],
    ["what is about a file that the change does not touch may not", { ...FINDING, path: "other.py" }, false],
  ])("%s", (_, finding, expected) => {
    expect(maySay(finding, { private: false }, change)).toBe(expected);
  });

  it("all of it may be said in a private one", () => {
    expect(maySay({ ...byModel, origin: "existing" }, { private: true }, change)).toBe(true);
  });
});
