import type { Analysis } from "./analysis.ts";
import type { ChangedFile } from "./change.ts";
import { combineFixes } from "./combine-fixes.ts";
import type { Finding, Fix } from "./finding.ts";
import { patchBetween } from "./patch.ts";
import { patchDigest } from "./patch-digest.ts";
import { linesOfAnchor, placeFinding, type PlacementOptions } from "./placement.ts";
import { MOST_SUGGESTED_LINES } from "./suggestion.ts";
import { overlaps, type LineRange } from "./text.ts";
import { severityRank } from "./weakness.ts";

/** Findings of one fix that can be a button, worst first, and the lines that the button takes. */
type Button = { findings: [Fixed, ...Fixed[]]; lines: LineRange };
type Fixed = Finding & { fix: Fix };

const TOGETHER = "the fixes hold together";

/**
 * The findings of one file with the fixes of those buttons joined that would overlap or touch: two such buttons can't be pressed after one
 * another, and were not checked together. A joined fix was looked at again as a whole and can be a button itself; where there is none such
 * the findings come back as they are.
 */
export async function mergeSuggestions(
  findings: readonly Finding[],
  file: ChangedFile,
  analysis: Analysis,
  options: PlacementOptions = {},
): Promise<Finding[]> {
  const merged: Button[] = [];
  for (const button of buttonsOf(findings, file, options)) {
    const met = meeting(button, merged);
    const joined = met.length > 0 ? await join([...met, button], file, analysis, options) : button;
    // A button that meets others all the same is one that placement will not make.
    if (!joined || meeting(joined, merged).length > met.length) continue;
    merged.splice(0, merged.length, ...merged.filter((one) => !met.includes(one)), joined);
  }
  const fixes = new Map(merged.flatMap(({ findings: own }) => own.map(({ id, fix }) => [id, fix] as const)));
  return findings.map((finding) => {
    const fix = fixes.get(finding.id);
    return fix ? { ...finding, fix } : finding;
  });
}

function buttonsOf(findings: readonly Finding[], file: ChangedFile, options: PlacementOptions): Button[] {
  const fixed = findings
    .filter((finding): finding is Fixed => finding.fix?.reached === "L3")
    .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity) || a.span.start - b.span.start);
  return [...Map.groupBy(fixed, ({ fix }) => patchDigest(fix.patch)).values()].flatMap((group) => {
    const [worst, ...others] = group;
    const lines = worst && linesOfButton(worst, file, options);
    return lines ? [{ findings: [worst, ...others], lines }] : [];
  });
}

function linesOfButton(finding: Fixed, file: ChangedFile, options: PlacementOptions): LineRange | undefined {
  const placement = placeFinding(finding, file, options);
  return placement.kind === "suggestion" ? linesOfAnchor(placement) : undefined;
}

function meeting({ lines }: Button, buttons: readonly Button[]): Button[] {
  const around = { startLine: lines.startLine - 1, endLine: lines.endLine + 1 };
  return buttons.filter((other) => overlaps(other.lines, around));
}

/** One button for all of these; undefined where their fixes don't go together, or nobody but a model can tell. */
async function join(
  buttons: readonly Button[],
  file: ChangedFile,
  analysis: Analysis,
  options: PlacementOptions,
): Promise<Button | undefined> {
  const starts = buttons.map(({ lines }) => lines.startLine);
  const ends = buttons.map(({ lines }) => lines.endLine);
  if (Math.max(...ends) - Math.min(...starts) >= MOST_SUGGESTED_LINES) return undefined;
  const [worst, ...others] = buttons
    .flatMap(({ findings }) => findings)
    .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity) || a.span.start - b.span.start);
  if (!worst || [worst, ...others].some(({ fix }) => fix.examinedByModelOnly)) return undefined;
  const combined = await combineFixes([worst, ...others], file, analysis);
  if (combined.left.length > 0) return undefined;
  const fixes = [...new Set([worst, ...others].map(({ fix }) => fix))];
  const fix: Fix = { ...joinedFix(fixes), patch: patchBetween(file.path, file.head, combined.text) };
  const lines = linesOfButton({ ...worst, fix }, file, options);
  return lines && { findings: [{ ...worst, fix }, ...others.map((other) => ({ ...other, fix }))], lines };
}

/** What was checked of each, and that they were looked at together. */
function joinedFix(fixes: readonly Fix[]): Fix {
  const [first] = fixes;
  if (!first) throw new RangeError("no fixes to join");
  const unique = <T>(values: readonly T[], key: (value: T) => string): T[] => [
    ...new Map(values.map((value) => [key(value), value])).values(),
  ];
  const checks = fixes.flatMap((fix) => fix.checks).filter(({ name }) => name !== TOGETHER);
  const explanation = unique(
    fixes.flatMap((fix) => fix.explanation ?? []),
    String,
  ).join("\n\n");
  return {
    ...first,
    checks: [
      ...unique(checks, ({ level, name, outcome, detail }) => JSON.stringify([level, name, outcome, detail])),
      { level: "L3", name: TOGETHER, outcome: "passed", detail: "" },
    ],
    title: unique(
      fixes.map((fix) => fix.title),
      String,
    ).join(" and "),
    ...(explanation === "" ? {} : { explanation }),
    repairs: unique(
      fixes.flatMap((fix) => fix.repairs),
      String,
    ),
  };
}
