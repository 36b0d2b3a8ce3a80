import { fileURLToPath } from "node:url";
import { openAnalysis } from "../../src/adapters/analysis/process.ts";
import type { Analysis } from "../../src/core/analysis.ts";
import { allowedBy } from "../../src/core/checks/allowed.ts";
import { checkVersion } from "../../src/core/checks/check-version.ts";
import { NO_MANIFEST } from "../../src/core/checks/manifest.ts";
import type { Defect } from "../../src/core/finding.ts";
import { languageOf } from "../../src/core/language.ts";
import { linesOf } from "../../src/core/text.ts";
import { Cwe } from "../../src/core/weakness.ts";
import { sameFamily } from "../../src/core/weakness-family.ts";
import { rowsOf, type Row } from "./shared-data.ts";

/** What the checks said of one challenge: of the right fix, and of each wrong one. */
export type Judged = {
  id: string;
  weakness: string;
  /** A rule of ours sees the labelled weakness in the vulnerable code; without one the checks can't say "repaired". */
  decidable: boolean;
  rightAccepted: boolean;
  /** The check that stood against the right fix. */
  against?: string;
  wrong: number;
  wrongRejected: number;
};

/** Lines between a label and an alert that still mean the same place. */
const NEAR = 5;

/** Hands every fix of juice-shop's coding challenges to the checks, as if the loop had made it; accepted = it reached L3. */
export async function judgeChoices(): Promise<Judged[]> {
  const analysis = openAnalysis({ rulesFolder: fileURLToPath(new URL("../../knowledge/rules", import.meta.url)) });
  try {
    const judged: Judged[] = [];
    for (const row of rowsOf("juice_shop_codefixes")) judged.push(await judge(row, analysis));
    return judged;
  } finally {
    await analysis.close();
  }
}

async function judge(row: Row, analysis: Analysis): Promise<Judged> {
  const path = row.language === "typescript" ? "main.ts" : `main.${row.language === "yaml" ? "yml" : row.language}`;
  const before = row.vulnerable ?? "";
  const weakness = Cwe.parse(row.cwe);
  const defects = await defectsOf(row, path, before, weakness, analysis);
  const right = await look(path, before, row.fixed ?? "", defects, analysis);
  let rejected = 0;
  for (const { code } of row.wrong_fixes ?? [])
    if ((await look(path, before, code, defects, analysis)).reached !== "L3") rejected += 1;
  const against = right.checks.find(({ outcome }) => outcome === "failed");
  return {
    id: row.id.split("/").at(-1) ?? row.id,
    weakness,
    decidable: defects.length > 0,
    rightAccepted: right.reached === "L3",
    ...(against ? { against: against.name } : {}),
    wrong: row.wrong_fixes?.length ?? 0,
    wrongRejected: rejected,
  };
}

async function defectsOf(row: Row, path: string, text: string, weakness: Cwe, analysis: Analysis): Promise<Defect[]> {
  const { alerts = [] } = await analysis.read({ path, language: languageOf(path), text }, { alerts: "all" });
  return alerts
    .filter((alert) => sameFamily(alert.weakness, weakness))
    .filter(({ span }) =>
      row.location?.lines?.some((line) => line >= span.startLine - NEAR && line <= span.endLine + NEAR),
    )
    .map((alert) => ({
      ...alert,
      confidence: 1,
      title: alert.message,
      reason: alert.message,
      claimedBy: [{ kind: "rule" as const, id: alert.ruleId }],
    }));
}

async function look(path: string, before: string, after: string, defects: Defect[], analysis: Analysis) {
  const language = languageOf(path);
  const lines = (text: string) => ({ startLine: 1, endLine: linesOf(text).length });
  return checkVersion(
    {
      unit: {
        path,
        language,
        kind: "top-level",
        name: "top level",
        lines: lines(before),
        code: before,
        changedLines: [lines(before)],
        provenance: [],
      },
      file: { path, language, head: before },
      version: { text: after, lines: lines(after) },
      defects,
      allowed: allowedBy(defects, language, await analysis.rules(), []),
      manifest: NO_MANIFEST,
    },
    { analysis },
  );
}
