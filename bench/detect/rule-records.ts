import { kinship } from "../../src/core/knowledge/weakness-tree.ts";
import { sameFamily } from "../../src/core/weakness-family.ts";
import type { Labelled, LabelledFinding } from "./labelled-findings.ts";
import type { Row } from "./shared-data.ts";

/**
 * What labelled code says of one rule's findings. Right: on a weak text, near its label where lines are labelled. Wrong: on a text
 * without a weakness, on the repaired side of a pair, or on a line of a labelled file that has no label, each with the weakness
 * that the row is about. Beside: what the labels say nothing of.
 */
export type RuleRecord = { rule: string; right: number; wrong: number; beside: number };

/** Lines between a finding and a label that still mean one place, where the row says nothing else. */
const NEAR_LINES = 2;

export function ruleRecords(labelled: readonly Labelled[]): RuleRecord[] {
  const records = new Map<string, RuleRecord>();
  for (const text of labelled)
    for (const finding of text.findings) {
      const record = records.get(finding.rule) ?? { rule: finding.rule, right: 0, wrong: 0, beside: 0 };
      record[verdictOn(finding, text)] += 1;
      records.set(finding.rule, record);
    }
  return [...records.values()].toSorted((a, b) => a.rule.localeCompare(b.rule));
}

/** What the labels of a text say of one finding in it. */
export function verdictOn(finding: LabelledFinding, { row, side }: Labelled): "right" | "wrong" | "beside" {
  const isAbout = [row.cwe ?? "", ...(row.all_cwe ?? [])].some((label) => isNear(finding.weakness, label));
  if (side === "fixed") return isAbout || !row.vulnerable ? "wrong" : "beside";
  if (row.kind !== "file-lines" || !row.location?.lines?.length) return isAbout ? "right" : "beside";
  const slack = row.location.tolerance ?? NEAR_LINES;
  if (row.location.lines.some((line) => line >= finding.startLine - slack && line <= finding.endLine + slack))
    return "right";
  return isAbout && !isExcused(finding, row.location) ? "wrong" : "beside";
}

/** Sources and steps of a labelled flow, and lines of which the authors say that their own tool is wrong. */
function isExcused({ endLine, startLine }: LabelledFinding, location: NonNullable<Row["location"]>): boolean {
  const { known_missed_lines: missed = [], related_lines: related = [], spurious_lines: spurious = [] } = location;
  return [...related, ...spurious, ...missed].some((line) => line >= startLine && line <= endLine);
}

function isNear(found: string, label: string): boolean {
  const wanted = label.replace(/^CWE-0*/, "CWE-");
  return sameFamily(found, wanted) || kinship(found, wanted) !== "none";
}
