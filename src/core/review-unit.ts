import { randomBytes } from "node:crypto";
import { AnalysisError } from "./analysis.ts";
import type { Change } from "./change.ts";
import { contextOf, type UnitContext } from "./context.ts";
import { readManifest } from "./checks/manifest.ts";
import { meansSame } from "./claimed-defects.ts";
import type { Defect } from "./finding.ts";
import type { FileReading } from "./read-file.ts";
import type { Policy } from "./policy.ts";
import type { UnitCase } from "./reflexion/case.ts";
import { reflect, type Reflexion } from "./reflexion/reflect.ts";
import type { Account, DraftFinding } from "./review-account.ts";
import type { ReviewDeps } from "./review-deps.ts";
import { removedControl } from "./removed-control.ts";
import { saidOfBase, type SaidOfBase } from "./said-of-base.ts";
import { suppressionOf } from "./suppression.ts";
import { contains, linesOf, overlaps, type LineRange } from "./text.ts";
import { unitDigest } from "./unit-digest.ts";
import type { Unit } from "./unit.ts";

/** One unit through the loop, and what came of it onto the account. Without a model a unit without alerts is done once it is analysed. */
export async function reviewUnit(
  unit: Unit,
  reading: FileReading,
  change: Change,
  policy: Policy,
  account: Account,
  given: ReviewDeps,
): Promise<void> {
  const { file, outline, existing } = reading;
  const { thinking, ...unthinking } = given;
  const wanted = thinking !== undefined && !importsOnly(unit, reading);
  const passed = wanted && given.examine?.wants(unit) === false;
  if (passed) account.passEarlier();
  const deps: ReviewDeps = wanted && !passed ? given : unthinking;
  const inUnit = reading.alerts.filter((alert) =>
    contains(unit.lines, { startLine: alert.span.startLine, endLine: alert.span.startLine }),
  );
  const alerts = inUnit.filter((alert) => deps.all || !existing.has(alert));
  for (const alert of inUnit)
    if (!alerts.includes(alert) && alert.tier === "speaks" && suppressionOf(alert, file) === undefined)
      account.countOlder(unit.path, alert.span, alert.severity);
  const claimed = claimsOf(unit, reading, account, deps.all);
  const reportable = claimed.length > 0 || alerts.some((alert) => deps.all || alert.tier === "speaks");
  if (!deps.thinking && !reportable && !deps.explain) return;

  const context =
    deps.thinking || deps.explain ? await readContext(unit, change, account, deps) : { items: [], left: 0 };
  const unitCase: UnitCase = {
    unit,
    file,
    outline,
    alerts,
    claimed,
    context: context.items,
    manifest: await readManifest(file.path, change.files),
    files: change.files,
    defects: [],
    tag: `data-${randomBytes(9).toString("hex")}`,
    trace: context.left > 0 ? [{ step: "context", detail: `${context.left} more pieces did not fit` }] : [],
  };
  const rules = await deps.analysis.rules([file.language]);
  const reflexion = await reflect(unitCase, { ...deps, rules, policy, ...QUIET, note: account.note });

  if (reflexion.unexamined)
    account.leaveUnread({
      path: unit.path,
      lines: unit.lines,
      reason: `not examined by the model: ${reflexion.unexamined}`,
      failed: true,
    });
  let ofBase: SaidOfBase | undefined;
  for (const result of reflexion.defects) {
    const removed = await removedControl(result.defect, unitCase, deps.analysis, deps.signal);
    const isTried = result.defect.claimedBy.some(({ kind }) => kind === "rule");
    if (removed && !isTried) ofBase ??= await saidOfBase(unitCase, { ...deps, rules, policy, ...QUIET });
    const atBase = removed && !isTried ? ofBase?.(result.defect) : false;
    const finding = findingOf({ ...result, removed: atBase ? undefined : removed }, unitCase, reading, policy);
    account.find(
      atBase === undefined ? { ...finding, unknownAtBase: true } : finding,
      suppressionOf(result.defect, file),
    );
  }
  account.addUnit({
    path: unit.path,
    name: unit.name,
    lines: unit.lines,
    rounds: reflexion.rounds,
    context: unitCase.context,
    trace: unitCase.trace,
  });
}

/** Nobody watches a single unit's progress. */
const QUIET = { note: () => {}, progress: () => {} };

/** Others' claims that stand in the unit. One that means an alert that the base has too is as old as that. */
function claimsOf(unit: Unit, { claimed = [], existing }: FileReading, account: Account, all: boolean): Defect[] {
  return claimed.filter((claim) => {
    if (!contains(unit.lines, { startLine: claim.span.startLine, endLine: claim.span.startLine })) return false;
    const isOlder = !all && [...existing].some((alert) => meansSame(alert, claim));
    if (isOlder) account.countOlder(unit.path, claim.span, claim.severity);
    return !isOlder;
  });
}

/** Import lines alone hold nothing for a model to judge. */
function importsOnly(unit: Unit, { file, outline }: FileReading): boolean {
  const imports = outline?.imports ?? [];
  const lines = linesOf(file.head);
  for (let line = unit.lines.startLine; line <= unit.lines.endLine; line++) {
    const isImport = imports.some(({ span }) => span.startLine <= line && line <= span.endLine);
    if (!isImport && (lines[line - 1] ?? "").trim() !== "") return false;
  }
  return true;
}

/** Context comes from other files too: its secrets are learned before a model can read it. What can't be gathered is missing, not fatal. */
async function readContext(unit: Unit, change: Change, account: Account, deps: ReviewDeps): Promise<UnitContext> {
  try {
    const { items, left } = await contextOf(unit, change, deps.analysis, deps.signal ? { signal: deps.signal } : {});
    for (const item of items) {
      const { secrets = [] } = await deps.analysis.read(
        { path: item.path, language: "text", text: item.code },
        { secrets: true },
        deps.signal,
      );
      deps.redactor.hide(item.code, secrets, item.path);
    }
    return { items, left };
  } catch (error) {
    if (!(error instanceof AnalysisError)) throw error;
    account.note(`${unit.path}: read without its context: ${error.message}`);
    return { items: [], left: 0 };
  }
}

function findingOf(
  { defect, fix, advice, citations, removed }: Reflexion["defects"][number] & { removed: LineRange | undefined },
  { unit, alerts }: UnitCase,
  { existing, baseUnread }: FileReading,
  policy: Policy,
): DraftFinding {
  const older = alerts.some(
    (alert) =>
      existing.has(alert) &&
      overlaps(alert.span, defect.span) &&
      defect.claimedBy.some((by) => by.kind === "rule" && by.id === alert.ruleId),
  );
  // A claim of the model alone is the change's if it is on changed lines, or if the change took code away here.
  const onChangedLines = unit.changedLines.some((range) => overlaps(range, defect.span));
  const byRule = defect.claimedBy.some((by) => by.kind === "rule");
  const unwanted = fix?.examinedByModelOnly === true && !policy.suggestModelOnly;
  return {
    ...defect,
    path: unit.path,
    symbol: unit.name,
    ...(isWholeFunction(unit) ? { unitDigest: unitDigest(unit.code) } : {}),
    origin: older || (!byRule && !onChangedLines && !removed) ? "existing" : "introduced",
    provenance: unit.provenance,
    ...(removed && !older ? { removed } : {}),
    ...(baseUnread && !onChangedLines ? { unknownAtBase: true as const } : {}),
    ...(fix && !unwanted ? { fix } : {}),
    advice: unwanted
      ? "A repair was made that only the model examined; this repository's policy asks for none of these."
      : advice,
    citations,
  };
}

/** Other units are cut by what the change touches: the same code is another unit in the next change. */
function isWholeFunction({ kind, note }: Unit): boolean {
  return (kind === "function" || kind === "method") && note === undefined;
}
