import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labelledFindings } from "./labelled-findings.ts";
import { verdictOn } from "./rule-records.ts";
import { SETS } from "./score-sets.ts";

/** `node bench/detect/wrong-findings.ts RULE…`: the findings of these rules that count as wrong, a line each, to be read. */
const rules = new Set(process.argv.slice(2));
const scratch = mkdtempSync(join(tmpdir(), "reflexgen-wrong-"));
try {
  for (const text of labelledFindings(SETS, scratch))
    for (const finding of text.findings) {
      if (!rules.has(finding.rule) || verdictOn(finding, text) !== "wrong") continue;
      const line = text.text.split("\n")[finding.startLine - 1]?.trim().slice(0, 140);
      const labels = (text.row.location?.lines ?? []).slice(0, 12).join(",");
      process.stdout.write(
        `${finding.rule} | ${text.row.id} ${text.side}, labels ${labels} | ${finding.startLine}: ${line}\n`,
      );
    }
} finally {
  rmSync(scratch, { recursive: true });
}
