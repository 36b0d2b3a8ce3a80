import { fileURLToPath } from "node:url";
import { openAnalysis } from "../../../src/adapters/analysis/process.ts";
import type { Analysis } from "../../../src/core/analysis.ts";
import { allowedBy } from "../../../src/core/checks/allowed.ts";
import type { CheckReport, Examine } from "../../../src/core/checks/check-types.ts";
import { checkVersion } from "../../../src/core/checks/check-version.ts";
import { readManifest } from "../../../src/core/checks/manifest.ts";
import type { RepositoryFiles } from "../../../src/core/change.ts";
import type { Defect } from "../../../src/core/finding.ts";
import type { Hit } from "../../../src/core/knowledge.ts";
import { languageOf } from "../../../src/core/language.ts";
import { contains, linesOf, overlaps, spanOf, textOfLines, type LineRange } from "../../../src/core/text.ts";

/** The real analysis with the project's own rules. */
export function openRealAnalysis(
  rulesFolder = fileURLToPath(new URL("../../../knowledge/rules", import.meta.url)),
): Analysis {
  return openAnalysis({ rulesFolder, fileTimeoutMs: 20_000 });
}

export type Story = {
  path: string;
  before: string;
  after: string;
  /** The definition that is the unit; the last one of the file when absent; the whole file when there is none. */
  symbol?: string;
  /** The whole file is the unit. */
  whole?: boolean;
  /** Claimed by a model: weakness, code and sink. Otherwise what the rules say of the unit. */
  claims?: { weakness: string; quote: string; sink: string }[];
  /** Only what this rule says. */
  rule?: string;
  /** Other files of the repository. */
  files?: Record<string, string>;
  hits?: Hit[];
  examine?: Examine;
};

/** Runs all checks on a story, as the loop would. */
export async function checked(analysis: Analysis, story: Story): Promise<CheckReport & { defects: Defect[] }> {
  const { path, before, after } = story;
  const language = languageOf(path);
  const unitLines = story.whole ? linesOfAll(before) : await linesOfUnit(analysis, path, before, story.symbol);
  const lines = story.whole ? linesOfAll(after) : await linesOfUnit(analysis, path, after, story.symbol);
  const rules = await analysis.rules();
  const { alerts = [] } = await analysis.read({ path, language, text: before }, { alerts: "all" });
  const defects = story.claims
    ? story.claims.map((claim) =>
        defectOf(claim.weakness, claim.quote, claim.sink, before, { kind: "model", name: "scripted" }),
      )
    : alerts
        .filter((alert) => overlaps(unitLines, alert.span) && (story.rule === undefined || story.rule === alert.ruleId))
        .map((alert) => ({
          weakness: alert.weakness,
          severity: alert.severity,
          confidence: 1,
          title: alert.message,
          reason: alert.message,
          span: alert.span,
          quote: alert.quote,
          sink: alert.sink,
          claimedBy: [{ kind: "rule" as const, id: alert.ruleId }],
        }));
  const files = filesOf(story.files ?? {});
  const report = await checkVersion(
    {
      unit: {
        path,
        language,
        kind: "function",
        name: story.symbol ?? "unit",
        lines: unitLines,
        code: textOfLines(before, unitLines),
        changedLines: [unitLines],
        provenance: [],
      },
      file: { path, language, head: before },
      version: { text: after, lines },
      defects,
      allowed: allowedBy(defects, language, rules, story.hits ?? []),
      manifest: await readManifest(path, files),
      madeByRule: story.rule !== undefined,
    },
    { analysis, files, ...(story.examine ? { examine: story.examine } : {}) },
  );
  return { ...report, defects };
}

export function filesOf(files: Record<string, string>): RepositoryFiles {
  return {
    read: async (path) => files[path],
    readBase: async (path) => files[path],
    mentioning: async () => [],
  };
}

/** What failed, as `name: detail`: reads well in a test's failure. */
export function failures(report: CheckReport): string[] {
  return report.checks.filter((check) => check.outcome === "failed").map((check) => `${check.name}: ${check.detail}`);
}

/** A model that agrees with everything it is asked. */
export const agreeing: Examine = {
  introspect: async () => [],
  compare: async () => ({ repaired: true, reason: "the value is bound" }),
};

function defectOf(
  weakness: string,
  quote: string,
  sink: string,
  text: string,
  claimant: Defect["claimedBy"][number],
): Defect {
  const start = text.indexOf(quote);
  if (start < 0) throw new Error(`the story does not hold ${quote}`);
  return {
    weakness,
    severity: "high",
    confidence: 0.9,
    title: weakness,
    reason: weakness,
    span: spanOf(text, start, start + quote.length),
    quote,
    sink,
    claimedBy: [claimant],
  };
}

async function linesOfUnit(
  analysis: Analysis,
  path: string,
  text: string,
  symbol: string | undefined,
): Promise<LineRange> {
  const { outline } = await analysis.read({ path, language: languageOf(path), text }, { outline: true });
  const functions = (outline?.definitions ?? []).filter(
    (definition) => definition.kind === "function" || definition.kind === "method",
  );
  const outer = functions.filter(
    (each) => !functions.some((other) => other !== each && contains(other.span, each.span)),
  );
  const found = symbol ? functions.find((definition) => definition.name === symbol) : outer.at(-1);
  return found ? { startLine: found.span.startLine, endLine: found.span.endLine } : linesOfAll(text);
}

function linesOfAll(text: string): LineRange {
  return { startLine: 1, endLine: linesOf(text).length };
}
