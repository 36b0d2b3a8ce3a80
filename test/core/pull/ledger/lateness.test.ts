import { describe, expect, it } from "@jest/globals";
import { AnalysisError, type Alert, type Analysis } from "../../../../src/core/analysis.ts";
import { openEarlierCode } from "../../../../src/core/pull/ledger/earlier-code.ts";
import { isGrave, lateFindings } from "../../../../src/core/pull/ledger/lateness.ts";
import { blobId } from "../../../../src/core/pull/ledger/touched.ts";
import type { Finding } from "../../../../src/core/finding.ts";
import { changedFile, changeOf } from "../../../fakes.ts";
import { claimedByModel, findingAt, THEN } from "../said.ts";

const THEN_TEXT = "import db\nvalue = 1\nquery = 2\nrun(query)\n";
const lineage = { now: (path: string) => path, before: (path: string) => [path] };

/** Analysers that report these rules of the earlier text, each for this quote. */
function analysisOf(reports: { ruleId: string; quote: string }[]): Pick<Analysis, "read"> {
  return { read: async () => ({ alerts: reports as Alert[] }) };
}

async function lateOf(
  now: string,
  fresh: Finding[],
  { analysis = analysisOf([]), then = THEN_TEXT, unread = [] as string[] } = {},
): Promise<string[]> {
  const file = changedFile("app.py", now);
  const change = changeOf([file]);
  const host = {
    blobAt: async () => blobId(then),
    readAt: async () => then,
  };
  const earlier = openEarlierCode(
    { headSha: THEN, isBy: () => false, leftUnread: (path) => unread.includes(path) },
    { change, lineage, host },
  );
  return [...(await lateFindings(fresh, earlier, { analysis, files: [file] }))];
}

const byModel = (line: number) => findingAt(line, { ...claimedByModel(), quote: "run(query)" });
const byRule = (line: number) => findingAt(line, { quote: "run(query)" });

describe("a finding is late", () => {
  it("where a model claims it on lines that an earlier, complete review had", async () => {
    const moved = `# more\n${THEN_TEXT}`;

    expect(await lateOf(THEN_TEXT, [byModel(4)])).toEqual([byModel(4).id]);
    expect(await lateOf(moved, [byModel(5)])).toEqual([byModel(5).id]);
    expect(await lateOf(moved, [byModel(1)])).toEqual([]);
  });

  it("where a rule reports it only now, and would have reported it of the same code then", async () => {
    const analysis = analysisOf([{ ruleId: "sql", quote: "run( query )" }]);

    expect(await lateOf(THEN_TEXT, [byRule(4)], { analysis })).toEqual([byRule(4).id]);
  });
});

describe("a finding is news", () => {
  it("where a rule did not report it of the text of that head: something else made it so", async () => {
    const analysis = analysisOf([{ ruleId: "other", quote: "run(query)" }]);

    expect(await lateOf(`${THEN_TEXT}more = 3\n`, [byRule(4)], { analysis })).toEqual([]);
  });

  it("where nothing is known of that head: the file was not read, or can't be analysed", async () => {
    const read = async () => {
      throw new AnalysisError("it hangs");
    };

    expect(await lateOf(THEN_TEXT, [byModel(4)], { unread: ["app.py"] })).toEqual([]);
    expect(await lateOf(THEN_TEXT, [byRule(4)], { analysis: { read } })).toEqual([]);
    expect([...(await lateFindings([byModel(4)], undefined, { analysis: { read }, files: [] }))]).toEqual([]);
  });

  it("where a check was taken away above it", async () => {
    const removed = { ...byModel(4), removed: { startLine: 3, endLine: 3 } };

    expect(
      await lateOf("import db\nvalue = 1\nrun(query)\n", [
        { ...removed, span: { ...removed.span, startLine: 1, endLine: 1 } },
      ]),
    ).toEqual([]);
  });
});

describe("grave", () => {
  it("are high and critical ones", () => {
    expect((["low", "medium", "high", "critical"] as const).map((severity) => isGrave({ severity }))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
