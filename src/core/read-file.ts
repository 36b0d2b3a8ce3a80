import { AnalysisError, type Alert, type Outline, type Secret, type Wanted } from "./analysis.ts";
import type { ChangedFile, Unread } from "./change.ts";
import type { Defect } from "./finding.ts";
import { isOptional, isParsed } from "./language.ts";
import type { ReviewDeps } from "./review-deps.ts";
import { overlaps } from "./text.ts";

/** A changed file after analysis, both tiers of alerts. `existing` are those that the base has too. */
export type FileReading = {
  file: ChangedFile;
  outline: Outline | undefined;
  alerts: Alert[];
  existing: ReadonlySet<Alert>;
  /** The base side could not be analysed: what it had is not known, so that everything counts as new. */
  baseUnread?: true;
  secrets: Secret[];
  /** What other analysers claim of the file. */
  claimed?: readonly Defect[];
};

/**
 * Reads one file with the analysers. Its secrets are learned here, before anyone else sees the text.
 * A file that can't be analysed costs itself only: it comes back as not read.
 */
export async function readChangedFile(
  file: ChangedFile,
  wantOutline: boolean,
  deps: Pick<ReviewDeps, "analysis" | "redactor" | "signal">,
): Promise<FileReading | Unread> {
  const { path, language, head: text } = file;
  try {
    const wanted: Wanted = {
      secrets: true,
      alerts: "all",
      ...(isParsed(language) && { outline: wantOutline }),
      // Whether there is one tells whether its parser is installed.
      ...(isOptional(language) && { outline: true }),
    };
    const {
      outline,
      alerts = [],
      secrets = [],
    } = await deps.analysis.read({ path, language, text }, wanted, deps.signal);
    deps.redactor.hide(text, secrets, path);
    const existing = await existingAlerts(file, alerts, deps);
    return { file, outline, alerts, ...existing, secrets };
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    return { path, reason: error.message, failed: true };
  }
}

/** Alerts that the base has too: same rule, same text, as often as there; moved and re-indented code counts as the same. */
async function existingAlerts(
  file: ChangedFile,
  alerts: readonly Alert[],
  deps: Pick<ReviewDeps, "analysis" | "signal">,
): Promise<Pick<FileReading, "existing" | "baseUnread">> {
  if (alerts.length === 0) return { existing: new Set() };
  if (file.base === undefined)
    return { existing: new Set(), ...(file.status === "added" ? {} : { baseUnread: true as const }) };
  const source = { path: file.previousPath ?? file.path, language: file.language, text: file.base };
  const atBase = await deps.analysis
    .read(source, { alerts: "all" }, deps.signal)
    .then((reading) => reading.alerts ?? [])
    .catch((error: unknown) => {
      if (!(error instanceof AnalysisError)) throw error;
      return undefined;
    });
  if (atBase === undefined) return { existing: new Set(), baseUnread: true };
  const left = new Map<string, number>();
  for (const alert of atBase) left.set(keyOf(alert), (left.get(keyOf(alert)) ?? 0) + 1);

  const existing = new Set<Alert>();
  const isChanged = (alert: Alert) => file.changedLines.some((range) => overlaps(range, alert.span));
  // Where there are more now than before, those on changed lines are the new ones.
  for (const alert of alerts.toSorted((a, b) => Number(isChanged(a)) - Number(isChanged(b)))) {
    const count = left.get(keyOf(alert)) ?? 0;
    if (count === 0) continue;
    left.set(keyOf(alert), count - 1);
    existing.add(alert);
  }
  return { existing };
}

function keyOf(alert: Alert): string {
  return `${alert.ruleId}\0${alert.quote.replace(/\s+/g, " ")}`;
}
